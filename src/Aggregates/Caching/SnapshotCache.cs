using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;

namespace NatoServices.Aggregates;

/// <summary>Folds a snapshot from the journal.</summary>
/// <param name="from">An earlier snapshot to continue from; null to start from the empty state.</param>
/// <param name="cancellation">Cancels the fold.</param>
/// <returns>The snapshot; null if the journal has no such head.</returns>
public delegate Task<Snapshot<TState>?> Fold<TState>(Snapshot<TState>? from, CancellationToken cancellation);

/// <summary>
/// Caches snapshots. The newest of each stream is in memory. A stream that is not in memory is looked for in the shared cache, else folded.
/// A key in the shared cache contains the record's hash at that revision, so nothing there needs to be invalidated. A snapshot from the
/// shared cache is marked, and never replaces one that was folded in this process.
/// </summary>
/// <param name="shared">The cache that processes share; only in memory if no shared cache is configured.</param>
/// <param name="json">How a state is serialized in the shared cache.</param>
/// <param name="name">Prefix of every key: the service and the version of the state's format, such as <c>members-v1</c>.</param>
/// <param name="timings">Says how long the shared cache keeps snapshots.</param>
public sealed class SnapshotCache<TState>(HybridCache shared, JsonTypeInfo<TState> json, string name, Timings timings) : IDisposable
    where TState : class
{
    /// <summary>The memory limit, in bytes; entries count by <see cref="Snapshot{TState}.Size"/>.</summary>
    private const long MaxBytes = 64 << 20;

    /// <summary>Approximate size of a snapshot without its state, in bytes.</summary>
    private const int Overhead = 512;

    private readonly HybridCacheEntryOptions sharedOnly = new()
    {
        Flags = HybridCacheEntryFlags.DisableLocalCache,
        Expiration = timings.CachedSnapshots,
    };

    private static readonly HybridCacheEntryOptions FindOnly = new()
    {
        Flags = HybridCacheEntryFlags.DisableLocalCache | HybridCacheEntryFlags.DisableUnderlyingData
            | HybridCacheEntryFlags.DisableDistributedCacheWrite,
    };

    private readonly MemoryCache newest = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    /// <summary>The newest snapshot of a stream in memory; null if there is none.</summary>
    public Snapshot<TState>? TryGet(string stream) => newest.Get<Snapshot<TState>>(stream);

    /// <summary>As <see cref="TryGet"/>, but null if the snapshot came from the shared cache: for decisions.</summary>
    public Snapshot<TState>? TryGetFolded(string stream) => TryGet(stream) is { IsFromSharedCache: false } folded ? folded : null;

    /// <summary>
    /// For readings: the snapshot at <paramref name="head"/>, or a newer one that is in memory; null if the journal has no such head.
    /// </summary>
    public async ValueTask<Snapshot<TState>?> GetAsync(string stream, Head head, Fold<TState> fold, CancellationToken cancellation) =>
        TryGet(stream) is { } known
            ? await GoOnAsync(known, head, fold, cancellation)
            : Remember(await FindOrFoldAsync(stream, head, fold, cancellation));

    /// <summary>For decisions: as <see cref="GetAsync"/>, but without the shared cache.</summary>
    public ValueTask<Snapshot<TState>?> GetFoldedAsync(string stream, Head head, Fold<TState> fold, CancellationToken cancellation) =>
        GoOnAsync(TryGetFolded(stream), head, fold, cancellation);

    /// <summary>The snapshot in the shared cache at a head, without folding; null if it is not there.</summary>
    public async ValueTask<Snapshot<TState>?> FindAsync(string stream, Head head, CancellationToken cancellation)
    {
        var bytes = await shared.GetOrCreateAsync<byte[]?>(KeyOf(stream, head), _ => default, FindOnly, cancellationToken: cancellation);
        return bytes is null ? null : Read(stream, head, bytes);
    }

    /// <summary>Writes a snapshot to the shared cache.</summary>
    public ValueTask ShareAsync(Snapshot<TState> snapshot) =>
        shared.SetAsync(KeyOf(snapshot.Stream, snapshot.Head), JsonSerializer.SerializeToUtf8Bytes(snapshot.State, json), sharedOnly);

    /// <summary>
    /// Keeps a snapshot, unless it is null, in memory if no newer one is there. A folded snapshot replaces one from the shared cache, never the
    /// reverse. Returns the given snapshot.
    /// </summary>
    public Snapshot<TState>? Remember(Snapshot<TState>? snapshot)
    {
        if (snapshot is not null && IsBetter(snapshot, TryGet(snapshot.Stream)))
            newest.Set(snapshot.Stream, snapshot, new MemoryCacheEntryOptions { Size = snapshot.Size + Overhead });
        return snapshot;
    }

    /// <summary>Removes a stream from memory.</summary>
    public void Forget(string stream) => newest.Remove(stream);

    /// <inheritdoc />
    public void Dispose() => newest.Dispose();

    private static bool IsBetter(Snapshot<TState> found, Snapshot<TState>? known) =>
        known is null || (found.IsFromSharedCache == known.IsFromSharedCache ? found.Revision > known.Revision : known.IsFromSharedCache);

    private async ValueTask<Snapshot<TState>?> GoOnAsync(Snapshot<TState>? known, Head head, Fold<TState> fold, CancellationToken cancellation)
    {
        if (known?.Revision >= head.Revision)
        {
            CacheMetrics.Memory();
            return known;
        }
        CacheMetrics.Journal();
        return Remember(await fold(known, cancellation));
    }

    /// <summary>
    /// Concurrent callers share one fold. If it yields null, an empty value is cached; a caller that finds that folds by itself.
    /// </summary>
    private async ValueTask<Snapshot<TState>?> FindOrFoldAsync(string stream, Head head, Fold<TState> fold, CancellationToken cancellation)
    {
        Snapshot<TState>? computed = null;
        var bytes = await shared.GetOrCreateAsync(
            KeyOf(stream, head),
            async ct => (computed = await fold(null, ct)) is null ? [] : JsonSerializer.SerializeToUtf8Bytes(computed.State, json),
            sharedOnly, cancellationToken: cancellation);
        if (computed is null && Read(stream, head, bytes) is { } found) return found;
        CacheMetrics.Journal();
        return computed ?? await fold(null, cancellation);
    }

    private string KeyOf(string stream, Head head) => $"{name}:{stream}@{head.Revision}:{Convert.ToHexStringLower(head.Hash.Span)}";

    private Snapshot<TState>? Read(string stream, Head head, byte[] bytes)
    {
        try
        {
            if (bytes.Length == 0 || JsonSerializer.Deserialize(bytes, json) is not { } state) return null;
            CacheMetrics.Shared();
            return new(stream, head, state) { IsFromSharedCache = true, Size = bytes.Length };
        }
        catch (JsonException)
        {
            // The shared cache may hold foreign or damaged data. What cannot be read is folded instead.
            return null;
        }
    }
}
