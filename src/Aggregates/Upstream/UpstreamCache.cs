using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.Aggregates;

/// <summary>What is known of a stream that another service owns.</summary>
/// <param name="Snapshot">The stream at a revision.</param>
/// <param name="Away">Set if the owner did not answer and the snapshot is only the last known; null otherwise.</param>
public readonly record struct UpstreamState<TState>(Snapshot<TState> Snapshot, LastKnown? Away);

/// <summary>A service did not answer, so what it owns is given as it was last known at <c>At</c>; null if that moment is unknown.</summary>
public sealed record LastKnown(string Service, DateTimeOffset? At);

/// <summary>The dependencies that all <see cref="UpstreamCache{TState}"/> share.</summary>
public sealed record UpstreamParts(
    StreamVersions Versions, HybridCache Shared, Timings Timings, TimeProvider Clock,
    [FromKeyedServices(Clocks.Machine)] TimeProvider Machine);

/// <summary>
/// Streams that another service owns: from memory, from the shared cache, or from the owner. While the owner is unavailable, readings use
/// the last known state; a reading that must be fresh is refused.
/// </summary>
/// <param name="service">The owner's name.</param>
/// <param name="parts">The shared dependencies.</param>
/// <param name="json">How a state is serialized in the shared cache.</param>
/// <param name="name">Prefix of its keys in the shared cache.</param>
/// <param name="ask">
/// Asks the owner for the newest state in the owner's database, not in the cache of the process that answers: the answer is used for a
/// whole lease. Its head has no hash if the owner did not give one. A null value if there is no such stream.
/// </param>
public sealed class UpstreamCache<TState>(
    string service, UpstreamParts parts, JsonTypeInfo<TState> json, string name,
    Func<string, CancellationToken, ValueTask<Answer<Snapshot<TState>?>>> ask) : IDisposable
    where TState : class
{
    private readonly SnapshotCache<TState> snapshots = new(parts.Shared, json, name, parts.Timings);

    private long triedAt;

    /// <summary>A stream, as fresh as required; a null value if the owner has no such stream.</summary>
    /// <returns>
    /// The stream. Refused with <see cref="UpstreamUnavailable"/> if the owner does not answer and the last known state is not fresh
    /// enough, or with <see cref="RevisionNotReached"/>.
    /// </returns>
    public async ValueTask<Answer<UpstreamState<TState>?>> ReadAsync(string stream, Freshness want, CancellationToken cancellation)
    {
        var found = want.Fully ? await NewestAsync(stream, cancellation) : await FindAsync(stream, want, cancellation);
        if (found.Refusal is UpstreamUnavailable && !want.Fully)
        {
            triedAt = parts.Clock.GetTimestamp();
            if (await LastKnownAsync(stream, cancellation) is { } last && last.Revision >= want.AtLeast)
                found = new UpstreamState<TState>(last, new(service, parts.Versions.CheckedAt(stream)));
        }
        return found is { Refusal: null, Value: { } known } && known.Snapshot.Revision < want.AtLeast
            ? new RevisionNotReached(stream, want.AtLeast, known.Snapshot.Revision)
            : found;
    }

    /// <summary>
    /// The last state that the owner gave this process: the acceptance of an entry may rest on it. If only the shared cache has one, the
    /// owner is asked. Null if the owner has no such stream, or does not answer.
    /// </summary>
    public async ValueTask<TState?> ReadFromOwnerAsync(string stream, CancellationToken cancellation)
    {
        var found = await ReadAsync(stream, default, cancellation);
        if (found.Value is { Snapshot.IsFromSharedCache: true }) found = await ReadAsync(stream, Freshness.Newest, cancellation);
        return found.Value?.Snapshot.State;
    }

    /// <inheritdoc />
    public void Dispose() => snapshots.Dispose();

    private async ValueTask<Answer<UpstreamState<TState>?>> FindAsync(string stream, Freshness want, CancellationToken cancellation)
    {
        var looking = parts.Versions.NewestAsync(stream, want, ct => HeadAsync(stream, ct), cancellation);
        var found = looking.IsCompletedSuccessfully ? looking.Result : await PatientlyAsync(stream, want, looking.AsTask(), cancellation);
        if (found.Refusal is not null) return found.Refusal;
        var head = found.Value;
        if (snapshots.TryGet(stream) is { } snapshot && snapshot.Revision >= head.Revision)
        {
            CacheMetrics.Memory();
            return new UpstreamState<TState>(snapshot, null);
        }
        if (head.Revision == 0) return default;
        if (await snapshots.FindAsync(stream, head, cancellation) is { } shared) return new UpstreamState<TState>(snapshots.Remember(shared)!, null);
        var newest = await NewestAsync(stream, cancellation);
        // The announced revision does not exist at the owner.
        if (newest.Refusal is null && !(newest.Value?.Snapshot.Revision >= head.Revision)) parts.Versions.Forget(stream);
        return newest;
    }

    /// <summary>
    /// Waits for the full deadline only if there is no last known state to use. Does not wait at all if the owner failed within the last
    /// lease.
    /// </summary>
    private async Task<Answer<Head>> PatientlyAsync(string stream, Freshness want, Task<Answer<Head>> looking, CancellationToken cancellation)
    {
        if (snapshots.TryGet(stream) is not { } last || last.Revision < want.AtLeast) return await looking;
        var justTried = triedAt != 0 && parts.Clock.GetElapsedTime(triedAt) < parts.Timings.Lease;
        await Task.WhenAny(looking, Task.Delay(justTried ? TimeSpan.Zero : parts.Timings.LastKnownAfter, parts.Machine, cancellation));
        return looking.IsCompleted ? await looking : new UpstreamUnavailable(service);
    }

    private async Task<Answer<Head>> HeadAsync(string stream, CancellationToken cancellation) =>
        (await AskAsync(stream, cancellation)).Then(newest => newest?.Head ?? Head.None);

    private async ValueTask<Answer<UpstreamState<TState>?>> NewestAsync(string stream, CancellationToken cancellation)
    {
        var since = parts.Versions.Now;
        var asked = await AskAsync(stream, cancellation);
        if (asked.Value is not { } newest) return new(null, asked.Refusal);
        CacheMetrics.Owner();
        parts.Versions.Learn(stream, newest.Head, since);
        return new UpstreamState<TState>(newest, null);
    }

    private async Task<Answer<Snapshot<TState>?>> AskAsync(string stream, CancellationToken cancellation)
    {
        var answer = await ask(stream, cancellation);
        if (answer.Value is not { } snapshot) return answer;
        var isNew = !(snapshots.TryGet(stream)?.Revision >= snapshot.Revision);
        snapshots.Remember(snapshot);
        // Other processes may start while the owner is unavailable, and then need it.
        if (isNew && !snapshot.Head.Hash.IsEmpty) await snapshots.ShareAsync(snapshot);
        return answer;
    }

    private async Task<Snapshot<TState>?> LastKnownAsync(string stream, CancellationToken cancellation) =>
        snapshots.TryGet(stream)
        ?? (await parts.Versions.LastAnnouncedAsync(stream, cancellation) is { } head
            ? snapshots.Remember(await snapshots.FindAsync(stream, head, cancellation))
            : null);
}
