using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace NatoServices.Journal.Tests.Ledgers;

/// <summary>What may stand behind the snapshots.</summary>
internal static class Caches
{
    public static IDistributedCache Working() => new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));

    /// <summary>A process's own cache in front of <paramref name="shared"/>, or of nothing.</summary>
    public static HybridCache Of(IDistributedCache? shared)
    {
        var services = new ServiceCollection();
        if (shared is not null) services.AddSingleton(shared);
        services.AddHybridCache();
        return services.BuildServiceProvider().GetRequiredService<HybridCache>();
    }
}

/// <summary>A shared cache that is away.</summary>
internal sealed class AwayCache : IDistributedCache
{
    public byte[] Get(string key) => throw new IOException("away");

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => throw new IOException("away");

    public void Refresh(string key) => throw new IOException("away");

    public Task RefreshAsync(string key, CancellationToken token = default) => throw new IOException("away");

    public void Remove(string key) => throw new IOException("away");

    public Task RemoveAsync(string key, CancellationToken token = default) => throw new IOException("away");

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new IOException("away");

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        throw new IOException("away");
}

/// <summary>A shared cache that gives something else than it was given, and says when it is given something.</summary>
internal sealed class ManglingCache(Func<byte[], byte[]> mangle) : IDistributedCache
{
    private readonly IDistributedCache inner = Caches.Working();

    private readonly TaskCompletionSource stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when something is in it.</summary>
    public Task Stored => stored.Task;

    public byte[]? Get(string key) => inner.Get(key) is { } value ? mangle(value) : null;

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

    public void Refresh(string key) => inner.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => inner.RefreshAsync(key, token);

    public void Remove(string key) => inner.Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => inner.RemoveAsync(key, token);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        inner.Set(key, value, options);
        stored.TrySetResult();
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Set(key, value, options);
        return Task.CompletedTask;
    }
}
