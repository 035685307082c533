using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Caching.Hybrid;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>What another service owns, as it answered.</summary>
/// <param name="Head">How far the stream had come; without a hash where the owner did not give it.</param>
/// <param name="State">What it came to.</param>
public sealed record UpstreamAnswer<TState>(Head Head, TState State);

/// <summary>What is known of a stream that another service owns.</summary>
/// <param name="Snapshot">The stream at a revision.</param>
/// <param name="Away">Says that the owner did not answer, and that this is the last that was known; null if it did.</param>
public readonly record struct UpstreamState<TState>(Snapshot<TState> Snapshot, LastKnown? Away);

/// <summary>A service did not answer; what it owns is as it was last known at a moment, or null if that isn't known.</summary>
public sealed record LastKnown(string Service, DateTimeOffset? At);

/// <summary>
/// Streams that another service owns: at hand here, in the shared cache, or asked for. While the owner is away, readings go on from
/// the last that was known; what must be new is refused.
/// </summary>
/// <param name="service">The owner's name.</param>
/// <param name="heads">Knows how far streams have come.</param>
/// <param name="cache">The shared cache.</param>
/// <param name="json">How a state is written there.</param>
/// <param name="name">Begins its keys.</param>
/// <param name="ask">
/// Asks the owner for what its database has, not for what the process that happens to answer has heard: what it says is relied on for
/// a lease. Null if it has no such stream.
/// </param>
/// <param name="clock">Tells when to try again.</param>
public sealed class UpstreamCache<TState>(
    string service, StreamVersions heads, HybridCache cache, JsonTypeInfo<TState> json, string name,
    Func<string, CancellationToken, ValueTask<Answer<UpstreamAnswer<TState>?>>> ask, TimeProvider clock) : IDisposable
    where TState : class
{
    /// <summary>The longest that a reading waits for the owner where the last that was known will do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly SnapshotCache<TState> snapshots = new(cache, json, name);

    private long triedAt;

    /// <summary>A stream, as fresh as it has to be; null if the owner has no such stream.</summary>
    /// <returns>It, or <see cref="UpstreamUnavailable"/> if the owner is away and what is known is not fresh enough, or <see cref="RevisionNotReached"/>.</returns>
    public async ValueTask<Answer<UpstreamState<TState>?>> ReadAsync(string stream, Freshness want, CancellationToken cancellation)
    {
        try
        {
            var found = want.Fully ? await NewestAsync(stream, cancellation) : await FindAsync(stream, want, cancellation);
            return found is { } known && known.Snapshot.Revision < want.AtLeast
                ? new RevisionNotReached(stream, want.AtLeast, known.Snapshot.Revision)
                : found;
        }
        catch (AwayException)
        {
            return new UpstreamUnavailable(service);
        }
    }

    /// <summary>What is at hand of a stream, however old; null if nothing is.</summary>
    public Snapshot<TState>? AtHand(string stream) => snapshots.AtHand(stream)?.Snapshot;

    /// <inheritdoc />
    public void Dispose() => snapshots.Dispose();

    private async ValueTask<UpstreamState<TState>?> FindAsync(string stream, Freshness want, CancellationToken cancellation)
    {
        try
        {
            var looking = heads.NewestAsync(stream, want, ct => HeadAsync(stream, ct), cancellation);
            var head = looking.IsCompletedSuccessfully ? looking.Result : await PatientlyAsync(stream, want, looking.AsTask(), cancellation);
            if (snapshots.AtHand(stream) is var (snapshot, _) && snapshot.Revision >= head.Revision)
            {
                CacheMetrics.Memory();
                return new(snapshot, null);
            }
            if (head.Revision == 0) return null;
            if (await snapshots.FindAsync(stream, head, cancellation) is { } shared) return new(Remember(shared, head), null);
            var newest = await NewestAsync(stream, cancellation);
            // What was announced of it does not hold.
            if (newest is not { } known || known.Snapshot.Revision < head.Revision) heads.Forget(stream);
            return newest;
        }
        catch (AwayException)
        {
            triedAt = clock.GetTimestamp();
            if (await LastKnownAsync(stream, cancellation) is { } last && last.Revision >= want.AtLeast)
                return new(last, new(service, heads.CheckedAt(stream)));
            throw;
        }
    }

    /// <summary>Waits long only if there is nothing to fall back on, and not at all if the owner was away a moment ago.</summary>
    private async Task<Head> PatientlyAsync(string stream, Freshness want, Task<Head> looking, CancellationToken cancellation)
    {
        if (snapshots.AtHand(stream) is not var (last, _) || last.Revision < want.AtLeast) return await looking;
        var justTried = triedAt != 0 && clock.GetElapsedTime(triedAt) < StreamVersions.Lease;
        await Task.WhenAny(looking, Task.Delay(justTried ? TimeSpan.Zero : Patience, cancellation));
        return looking.IsCompleted ? await looking : throw new AwayException();
    }

    private async Task<Head> HeadAsync(string stream, CancellationToken cancellation) =>
        await AskAsync(stream, cancellation) is var (_, head) ? head : Head.None;

    private async Task<UpstreamState<TState>?> NewestAsync(string stream, CancellationToken cancellation)
    {
        var since = heads.Now;
        if (await AskAsync(stream, cancellation) is not var (snapshot, head)) return null;
        CacheMetrics.Owner();
        heads.Learn(stream, head, since);
        return new(snapshot, null);
    }

    private async Task<(Snapshot<TState>, Head)?> AskAsync(string stream, CancellationToken cancellation)
    {
        var asked = await ask(stream, cancellation);
        if (asked.Refusal is not null) throw new AwayException();
        if (asked.Value is not { } answer) return null;
        var isNew = !(AtHand(stream)?.Revision >= answer.Head.Revision);
        var snapshot = Remember(new(stream, answer.Head.Revision, answer.State), answer.Head);
        // For a process that starts while the owner is away.
        if (isNew && !answer.Head.Hash.IsEmpty) await snapshots.ShareAsync(snapshot, answer.Head);
        return (snapshot, answer.Head);
    }

    private async Task<Snapshot<TState>?> LastKnownAsync(string stream, CancellationToken cancellation)
    {
        if (AtHand(stream) is { } atHand) return atHand;
        return await heads.LastAnnouncedAsync(stream, cancellation) is { } head && await snapshots.FindAsync(stream, head, cancellation) is { } shared
            ? Remember(shared, head)
            : null;
    }

    private Snapshot<TState> Remember(Snapshot<TState> snapshot, Head head)
    {
        snapshots.Remember(snapshot, head);
        return snapshot;
    }

    /// <summary>Passes through those who share one question that the owner did not answer it.</summary>
    private sealed class AwayException : Exception;
}
