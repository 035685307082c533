using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>
/// Snapshots at hand: the newest of each stream in this process's memory; for a stream that it meets for the first time,
/// the shared cache; else they are computed. A key in the shared cache holds the hash of the record at that revision, so what
/// is found there is right or is not found: nothing ever needs to be invalidated.
/// </summary>
/// <param name="shared">The cache that several processes share, if there is one behind it.</param>
/// <param name="json">How a state is written there.</param>
/// <param name="name">Begins every key: the service and the version of the state's shape, such as <c>members-v1</c>.</param>
public sealed class SnapshotCache<TState>(HybridCache shared, JsonTypeInfo<TState> json, string name) : IDisposable
    where TState : class
{
    private const int StreamsAtHand = 1024;

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

    private readonly MemoryCache newest = new(new MemoryCacheOptions { SizeLimit = StreamsAtHand });

    /// <summary>The newest snapshot of a stream in memory, and the head that it was made at; null if there is none.</summary>
    public (Snapshot<TState> Snapshot, Head Head)? AtHand(string stream) => newest.Get<Kept>(stream) is { } kept ? (kept.Snapshot, kept.Head) : null;

    /// <summary>
    /// The snapshot at <paramref name="head"/>, or a newer one that is at hand; <paramref name="fold"/> computes it from an earlier one,
    /// or from nothing.
    /// </summary>
    public async ValueTask<Snapshot<TState>> GetAsync(
        string stream, Head head, Func<Snapshot<TState>?, CancellationToken, Task<Snapshot<TState>>> fold, CancellationToken cancellation)
    {
        var atHand = newest.Get<Kept>(stream)?.Snapshot;
        if (atHand?.Revision >= head.Revision)
        {
            CacheMetrics.Memory();
            return atHand;
        }
        if (atHand is not null) CacheMetrics.Journal();
        var snapshot = atHand is not null ? await fold(atHand, cancellation) : await ShareAsync(stream, head, fold, cancellation);
        if (snapshot.Revision == head.Revision) Remember(snapshot, head);
        return snapshot;
    }

    /// <summary>What the shared cache has of a stream at a head, without computing it; null if it has nothing.</summary>
    public async ValueTask<Snapshot<TState>?> FindAsync(string stream, Head head, CancellationToken cancellation)
    {
        var bytes = await shared.GetOrCreateAsync<byte[]?>(KeyOf(stream, head), _ => default, FindOnly, cancellationToken: cancellation);
        if (bytes is null || Read(bytes) is not { } state) return null;
        CacheMetrics.Shared();
        return new(stream, head.Revision, state);
    }

    /// <summary>Gives a snapshot to the shared cache.</summary>
    public ValueTask ShareAsync(Snapshot<TState> snapshot, Head head) =>
        shared.SetAsync(KeyOf(snapshot.Stream, head), JsonSerializer.SerializeToUtf8Bytes(snapshot.State, json), SharedOnly);

    /// <summary>Keeps a snapshot that was computed elsewhere, unless a newer one is at hand.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="head">The head that it was made at.</param>
    public void Remember(Snapshot<TState> snapshot, Head head)
    {
        if (newest.Get<Kept>(snapshot.Stream) is { } atHand && atHand.Snapshot.Revision >= snapshot.Revision) return;
        newest.Set(snapshot.Stream, new Kept(snapshot, head), new MemoryCacheEntryOptions { Size = 1 });
    }

    /// <summary>Lets go of what is at hand of a stream.</summary>
    public void Forget(string stream) => newest.Remove(stream);

    /// <inheritdoc />
    public void Dispose() => newest.Dispose();

    private async ValueTask<Snapshot<TState>> ShareAsync(
        string stream, Head head, Func<Snapshot<TState>?, CancellationToken, Task<Snapshot<TState>>> fold, CancellationToken cancellation)
    {
        Snapshot<TState>? computed = null;
        var bytes = await shared.GetOrCreateAsync(
            KeyOf(stream, head),
            async ct => JsonSerializer.SerializeToUtf8Bytes((computed = await fold(null, ct)).State, json),
            SharedOnly, cancellationToken: cancellation);
        if (computed is null && Read(bytes) is { } state)
        {
            CacheMetrics.Shared();
            return new(stream, head.Revision, state);
        }
        CacheMetrics.Journal();
        return computed ?? await fold(null, cancellation);
    }

    private string KeyOf(string stream, Head head) => $"{name}:{stream}@{head.Revision}:{Convert.ToHexStringLower(head.Hash.Span)}";

    private TState? Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, json);
        }
        catch (JsonException)
        {
            // Others write to that cache too; what cannot be read is computed instead.
            return null;
        }
    }

    private sealed record Kept(Snapshot<TState> Snapshot, Head Head);
}
