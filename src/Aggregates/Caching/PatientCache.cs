using Microsoft.Extensions.Caching.Distributed;

namespace NatoServices.Aggregates;

/// <summary>
/// Adds timeouts and the circuit breaker to the shared cache. If the cache is unavailable, a read is a miss and a write does nothing.
/// </summary>
internal sealed class PatientCache(IDistributedCache cache, CacheCircuitBreaker patience) : IDistributedCache
{
    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) =>
        await patience.TryAsync(CacheOperation.LookUp(key), patience.Timings.CacheRead, () => cache.GetAsync(key, CancellationToken.None), token);

    public void Refresh(string key) => RefreshAsync(key).GetAwaiter().GetResult();

    public Task RefreshAsync(string key, CancellationToken token = default) => TryAsync(new("EXPIRE", key), () => cache.RefreshAsync(key, CancellationToken.None), token);

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public Task RemoveAsync(string key, CancellationToken token = default) => TryAsync(new("DEL", key), () => cache.RemoveAsync(key, CancellationToken.None), token);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        TryAsync(new("SET", key), () => cache.SetAsync(key, value, options, CancellationToken.None), token);

    private async Task TryAsync(CacheOperation operation, Func<Task> act, CancellationToken token) => await patience.TryAsync(
        operation, patience.Timings.CacheRead,
        async () =>
        {
            await act();
            return true;
        },
        token);
}
