using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Caching.Hybrid;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>What another service owns, as it answered.</summary>
/// <param name="Head">How far the stream had come; without a hash where the owner did not give it.</param>
/// <param name="State">What it came to.</param>
/// <param name="Size">The size of the answer, in bytes.</param>
public sealed record UpstreamAnswer<TState>(Head Head, TState State, long Size);

/// <summary>What is known of a stream that another service owns.</summary>
/// <param name="Snapshot">The stream at a revision.</param>
/// <param name="Away">Says that the owner did not answer, and that this is the last that was known; null if it did.</param>
public readonly record struct UpstreamState<TState>(Snapshot<TState> Snapshot, LastKnown? Away)
{
    /// <summary>Whether this process learnt it from its owner: the acceptance of an entry may rest on it.</summary>
    public bool IsFromOwner => !Snapshot.IsFromSharedCache;
}

/// <summary>A service did not answer; what it owns is as it was last known at a moment, or null if that isn't known.</summary>
public sealed record LastKnown(string Service, DateTimeOffset? At);

/// <summary>
/// Streams that another service owns: in memory here, in the shared cache, or asked for. While the owner is away, readings go on from
/// the last that was known; what must be new is refused.
/// </summary>
/// <param name="service">The owner's name.</param>
/// <param name="heads">Knows how far streams have come.</param>
/// <param name="cache">The shared cache.</param>
/// <param name="json">How a state is written there.</param>
/// <param name="name">Begins its keys.</param>
/// <param name="ask">
/// Asks the owner for what its database has, not for what the process that happens to answer has heard: what it says is relied on for
/// a lease. A null value if it has no such stream.
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

    /// <summary>A stream, as fresh as it has to be; a null value if the owner has no such stream.</summary>
    /// <returns>It, or <see cref="UpstreamUnavailable"/> if the owner is away and what is known is not fresh enough, or <see cref="RevisionNotReached"/>.</returns>
    public async ValueTask<Answer<UpstreamState<TState>?>> ReadAsync(string stream, Freshness want, CancellationToken cancellation)
    {
        var found = want.Fully ? await NewestAsync(stream, cancellation) : await FindAsync(stream, want, cancellation);
        if (found.Refusal is UpstreamUnavailable && !want.Fully)
        {
            triedAt = clock.GetTimestamp();
            if (await LastKnownAsync(stream, cancellation) is { } last && last.Revision >= want.AtLeast)
                found = new UpstreamState<TState>(last, new(service, heads.CheckedAt(stream)));
        }
        return found is { Refusal: null, Value: { } known } && known.Snapshot.Revision < want.AtLeast
            ? new RevisionNotReached(stream, want.AtLeast, known.Snapshot.Revision)
            : found;
    }

    /// <inheritdoc />
    public void Dispose() => snapshots.Dispose();

    private async ValueTask<Answer<UpstreamState<TState>?>> FindAsync(string stream, Freshness want, CancellationToken cancellation)
    {
        var looking = heads.NewestAsync(stream, want, ct => HeadAsync(stream, ct), cancellation);
        var found = looking.IsCompletedSuccessfully ? looking.Result : await PatientlyAsync(stream, want, looking.AsTask(), cancellation);
        if (found.Refusal is not null) return found.Refusal;
        var head = found.Value;
        if (snapshots.TryGet(stream) is var (snapshot, _) && snapshot.Revision >= head.Revision)
        {
            CacheMetrics.Memory();
            return new UpstreamState<TState>(snapshot, null);
        }
        if (head.Revision == 0) return default;
        if (await snapshots.FindAsync(stream, head, cancellation) is { } shared) return new UpstreamState<TState>(snapshots.Remember(shared, head)!, null);
        var newest = await NewestAsync(stream, cancellation);
        // What was announced of it does not hold.
        if (newest.Refusal is null && !(newest.Value?.Snapshot.Revision >= head.Revision)) heads.Forget(stream);
        return newest;
    }

    /// <summary>Waits long only if there is nothing to fall back on, and not at all if the owner was away a moment ago.</summary>
    private async Task<Answer<Head>> PatientlyAsync(string stream, Freshness want, Task<Answer<Head>> looking, CancellationToken cancellation)
    {
        if (snapshots.TryGet(stream) is not var (last, _) || last.Revision < want.AtLeast) return await looking;
        var justTried = triedAt != 0 && clock.GetElapsedTime(triedAt) < StreamVersions.Lease;
        await Task.WhenAny(looking, Task.Delay(justTried ? TimeSpan.Zero : Patience, cancellation));
        return looking.IsCompleted ? await looking : new UpstreamUnavailable(service);
    }

    private async Task<Answer<Head>> HeadAsync(string stream, CancellationToken cancellation)
    {
        var asked = await AskAsync(stream, cancellation);
        return asked.Refusal is not null ? asked.Refusal : asked.Value?.Head ?? Head.None;
    }

    private async ValueTask<Answer<UpstreamState<TState>?>> NewestAsync(string stream, CancellationToken cancellation)
    {
        var since = heads.Now;
        var asked = await AskAsync(stream, cancellation);
        if (asked.Refusal is not null) return asked.Refusal;
        if (asked.Value is not { } answer) return default;
        CacheMetrics.Owner();
        heads.Learn(stream, answer.Head, since);
        return new UpstreamState<TState>(answer.Snapshot, null);
    }

    private async Task<Answer<Asked?>> AskAsync(string stream, CancellationToken cancellation)
    {
        var answer = await ask(stream, cancellation);
        if (answer.Refusal is not null) return answer.Refusal;
        if (answer.Value is not var (head, state, size)) return default;
        var isNew = !(snapshots.TryGet(stream)?.Snapshot.Revision >= head.Revision);
        var snapshot = snapshots.Remember(new(stream, head.Revision, state) { Size = size }, head)!;
        // For a process that starts while the owner is away.
        if (isNew && !head.Hash.IsEmpty) await snapshots.ShareAsync(snapshot, head);
        return new Asked(snapshot, head);
    }

    private async Task<Snapshot<TState>?> LastKnownAsync(string stream, CancellationToken cancellation)
    {
        if (snapshots.TryGet(stream) is var (known, _)) return known;
        return await heads.LastAnnouncedAsync(stream, cancellation) is { } head
            ? snapshots.Remember(await snapshots.FindAsync(stream, head, cancellation), head)
            : null;
    }

    private sealed record Asked(Snapshot<TState> Snapshot, Head Head);
}
