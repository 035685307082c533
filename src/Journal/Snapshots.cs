using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;

namespace NatoServices.Journal;

/// <summary>
/// Snapshots at hand: the newest of each stream in this process's memory; for a stream that it meets for the first time,
/// the shared cache; else they are computed. A key in the shared cache holds the hash of the record at that revision, so what
/// is found there is right or is not found: nothing ever needs to be invalidated.
/// </summary>
/// <param name="shared">The cache that several processes share, if there is one behind it.</param>
/// <param name="json">How a state is written there.</param>
/// <param name="name">Begins every key: the service and the version of the state's shape, such as <c>members-v1</c>.</param>
public sealed class Snapshots<TState>(HybridCache shared, JsonTypeInfo<TState> json, string name) : IDisposable
    where TState : class
{
    private const int StreamsAtHand = 1024;

    private static readonly HybridCacheEntryOptions SharedOnly = new() { Flags = HybridCacheEntryFlags.DisableLocalCache };

    private readonly MemoryCache newest = new(new MemoryCacheOptions { SizeLimit = StreamsAtHand });

    /// <summary>The snapshot at <paramref name="head"/>; <paramref name="fold"/> computes it from an earlier one, or from nothing.</summary>
    public async ValueTask<Snapshot<TState>> GetAsync(
        string stream, Head head, Func<Snapshot<TState>?, CancellationToken, Task<Snapshot<TState>>> fold, CancellationToken cancellation)
    {
        var atHand = newest.Get<Snapshot<TState>>(stream);
        if (atHand?.Revision == head.Revision) return atHand;
        var snapshot = atHand is not null && atHand.Revision < head.Revision
            ? await fold(atHand, cancellation)
            : new(stream, head.Revision, await ShareAsync(stream, head, async ct => (await fold(null, ct)).State, cancellation));
        Remember(snapshot);
        return snapshot;
    }

    /// <summary>Keeps a snapshot that was computed elsewhere, unless a newer one is at hand.</summary>
    public void Remember(Snapshot<TState> snapshot)
    {
        if (newest.Get<Snapshot<TState>>(snapshot.Stream) is { } atHand && atHand.Revision >= snapshot.Revision) return;
        newest.Set(snapshot.Stream, snapshot, new MemoryCacheEntryOptions { Size = 1 });
    }

    /// <inheritdoc />
    public void Dispose() => newest.Dispose();

    private async ValueTask<TState> ShareAsync(
        string stream, Head head, Func<CancellationToken, Task<TState>> fold, CancellationToken cancellation)
    {
        TState? computed = null;
        var bytes = await shared.GetOrCreateAsync(
            $"{name}:{stream}@{head.Revision}:{Convert.ToHexStringLower(head.Hash.Span)}",
            async ct => JsonSerializer.SerializeToUtf8Bytes(computed = await fold(ct), json),
            SharedOnly, cancellationToken: cancellation);
        return computed ?? Read(bytes) ?? await fold(cancellation);
    }

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
}
