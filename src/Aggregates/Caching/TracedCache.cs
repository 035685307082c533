using Microsoft.Extensions.Caching.Hybrid;

namespace NatoServices.Aggregates;

/// <summary>
/// A cache that asks in the trace of who asks it. What may be cancelled, HybridCache does apart from its caller, whose trace ends there:
/// so nothing is cancelled but the waiting. One question serves all who wait for it, and is told in the trace of who asked first.
/// </summary>
internal sealed class TracedCache(HybridCache cache) : HybridCache
{
    public override ValueTask<T> GetOrCreateAsync<TState, T>(
        string key, TState state, Func<TState, CancellationToken, ValueTask<T>> factory, HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null, CancellationToken cancellationToken = default)
    {
        var getting = cache.GetOrCreateAsync(key, state, factory, options, tags, CancellationToken.None);
        return getting.IsCompleted ? getting : new(getting.AsTask().WaitAsync(cancellationToken));
    }

    public override ValueTask SetAsync<T>(
        string key, T value, HybridCacheEntryOptions? options = null, IEnumerable<string>? tags = null, CancellationToken cancellationToken = default) =>
        cache.SetAsync(key, value, options, tags, cancellationToken);

    public override ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default) => cache.RemoveAsync(key, cancellationToken);

    public override ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default) =>
        cache.RemoveByTagAsync(tag, cancellationToken);
}
