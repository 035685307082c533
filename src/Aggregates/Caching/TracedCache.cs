using Microsoft.Extensions.Caching.Hybrid;

namespace NatoServices.Aggregates;

/// <summary>
/// Keeps cache operations in the caller's trace. HybridCache runs a cancellable operation detached from its caller, so the trace would end
/// there. Therefore only the wait is cancellable, not the operation. Callers that share an operation see it in the first caller's trace.
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
