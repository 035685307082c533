using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>
/// Computes a snapshot.
/// </summary>
/// <param name="from">An earlier one to go on from; null to begin with nothing.</param>
/// <param name="cancellation">Ends it.</param>
/// <returns>The snapshot; null if the journal has no such head.</returns>
public delegate Task<Snapshot<TState>?> Fold<TState>(Snapshot<TState>? from, CancellationToken cancellation);

/// <summary>
/// Snapshots: the newest of each stream in this process's memory; for a stream that it meets for the first time, the cache that processes
/// share; else they are computed. A key in the shared cache holds the hash of the record at that revision, so nothing there ever needs to
/// be invalidated. What comes from there is marked, and never takes the place of what was computed here.
/// </summary>
/// <param name="shared">The cache that several processes share, if there is one behind it.</param>
/// <param name="json">How a state is written there.</param>
/// <param name="name">Begins every key: the service and the version of the state's shape, such as <c>members-v1</c>.</param>
public sealed class SnapshotCache<TState>(HybridCache shared, JsonTypeInfo<TState> json, string name) : IDisposable
    where TState : class
{
    /// <summary>The bound of the memory, by <see cref="Snapshot{TState}.Size"/>.</summary>
    private const long MaxBytes = 64 << 20;

    /// <summary>What a snapshot takes beside its state, in bytes.</summary>
    private const int Overhead = 512;

    private static readonly HybridCacheEntryOptions SharedOnly = new()
    {
        Flags = HybridCacheEntryFlags.DisableLocalCache,
        Expiration = TimeSpan.FromDays(1),
    };

    private static readonly HybridCacheEntryOptions FindOnly = new()
    {
        Flags = HybridCacheEntryFlags.DisableLocalCache | HybridCacheEntryFlags.DisableUnderlyingData
            | HybridCacheEntryFlags.DisableDistributedCacheWrite,
    };

    private readonly MemoryCache newest = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    /// <summary>The newest snapshot of a stream in memory, and the head that it was made at; null if there is none.</summary>
    public (Snapshot<TState> Snapshot, Head Head)? TryGet(string stream) => newest.Get<Kept>(stream) is { } kept ? (kept.Snapshot, kept.Head) : null;

    /// <summary>The same, if it was not found in the shared cache: what a decision may rest on.</summary>
    public (Snapshot<TState> Snapshot, Head Head)? TryGetFolded(string stream) =>
        newest.Get<Kept>(stream) is { Snapshot.IsFromSharedCache: false } kept ? (kept.Snapshot, kept.Head) : null;

    /// <summary>
    /// The snapshot at <paramref name="head"/>, or a newer one that is in memory, for readings; null if the journal has no such head.
    /// </summary>
    public async ValueTask<Snapshot<TState>?> GetAsync(string stream, Head head, Fold<TState> fold, CancellationToken cancellation)
    {
        var known = TryGet(stream)?.Snapshot;
        if (known is null) return Remember(await FindOrFoldAsync(stream, head, fold, cancellation), head);
        if (known.Revision < head.Revision) return await GoOnAsync(known, head, fold, cancellation);
        CacheMetrics.Memory();
        return known;
    }

    /// <summary>The same for decisions: without the shared cache.</summary>
    public async ValueTask<Snapshot<TState>?> GetFoldedAsync(string stream, Head head, Fold<TState> fold, CancellationToken cancellation)
    {
        var known = TryGetFolded(stream)?.Snapshot;
        if (known is null || known.Revision < head.Revision) return await GoOnAsync(known, head, fold, cancellation);
        CacheMetrics.Memory();
        return known;
    }

    /// <summary>What the shared cache has of a stream at a head, without computing it; null if it has nothing.</summary>
    public async ValueTask<Snapshot<TState>?> FindAsync(string stream, Head head, CancellationToken cancellation)
    {
        var bytes = await shared.GetOrCreateAsync<byte[]?>(KeyOf(stream, head), _ => default, FindOnly, cancellationToken: cancellation);
        return bytes is null ? null : Read(stream, head, bytes);
    }

    /// <summary>Gives a snapshot to the shared cache.</summary>
    public ValueTask ShareAsync(Snapshot<TState> snapshot, Head head) =>
        shared.SetAsync(KeyOf(snapshot.Stream, head), JsonSerializer.SerializeToUtf8Bytes(snapshot.State, json), SharedOnly);

    /// <summary>Keeps a snapshot, unless a newer one is in memory, or it was found in the shared cache and one that wasn't is.</summary>
    /// <param name="snapshot">The snapshot; null for none.</param>
    /// <param name="head">The head that it was made at.</param>
    /// <returns>The snapshot.</returns>
    public Snapshot<TState>? Remember(Snapshot<TState>? snapshot, Head head)
    {
        if (snapshot?.Revision == head.Revision && IsBetter(snapshot, TryGet(snapshot.Stream)?.Snapshot))
            newest.Set(snapshot.Stream, new Kept(snapshot, head), new MemoryCacheEntryOptions { Size = snapshot.Size + Overhead });
        return snapshot;
    }

    /// <summary>Lets go of what is in memory of a stream.</summary>
    public void Forget(string stream) => newest.Remove(stream);

    /// <inheritdoc />
    public void Dispose() => newest.Dispose();

    private static bool IsBetter(Snapshot<TState> found, Snapshot<TState>? known) =>
        known is null || (found.IsFromSharedCache == known.IsFromSharedCache ? found.Revision > known.Revision : known.IsFromSharedCache);

    private async ValueTask<Snapshot<TState>?> GoOnAsync(Snapshot<TState>? from, Head head, Fold<TState> fold, CancellationToken cancellation)
    {
        CacheMetrics.Journal();
        return Remember(await fold(from, cancellation), head);
    }

    /// <summary>One computation serves all who wait for it. What can't be computed is kept as nothing: whoever finds that tries for itself.</summary>
    private async ValueTask<Snapshot<TState>?> FindOrFoldAsync(string stream, Head head, Fold<TState> fold, CancellationToken cancellation)
    {
        Snapshot<TState>? computed = null;
        var bytes = await shared.GetOrCreateAsync(
            KeyOf(stream, head),
            async ct => (computed = await fold(null, ct)) is null ? [] : JsonSerializer.SerializeToUtf8Bytes(computed.State, json),
            SharedOnly, cancellationToken: cancellation);
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
            return new(stream, head.Revision, state) { IsFromSharedCache = true, Size = bytes.Length };
        }
        catch (JsonException)
        {
            // Others write to that cache too; what cannot be read is computed instead.
            return null;
        }
    }

    private sealed record Kept(Snapshot<TState> Snapshot, Head Head);
}
