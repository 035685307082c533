using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;

namespace NatoServices.Services.Tests.Consensus.Silences;

/// <summary>A cache that shows what it was given, to the byte.</summary>
internal sealed class KeptCache : IDistributedCache
{
    /// <summary>What ends every value.</summary>
    private static readonly byte[] End = [3, 1];

    private readonly ConcurrentDictionary<string, byte[]> kept = new();

    /// <summary>What was kept under each key, a character a byte.</summary>
    public IEnumerable<(string Key, string Value)> Kept => kept.Select(k => (k.Key, Encoding.Latin1.GetString(ValueOf(k.Key, k.Value))));

    public byte[]? Get(string key) => kept.GetValueOrDefault(key);

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

    public void Refresh(string key) { }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public void Remove(string key) => kept.TryRemove(key, out _);

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        Remove(key);
        return Task.CompletedTask;
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => kept[key] = value;

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Set(key, value, options);
        return Task.CompletedTask;
    }

    /// <summary>Without what HybridCache puts before it, the key last: when that was, by the machine's clock, and some random bytes.</summary>
    private static byte[] ValueOf(string key, byte[] bytes)
    {
        var name = Encoding.UTF8.GetBytes(key);
        var at = bytes.AsSpan().IndexOf(name);
        Assert.True(at > 0 && bytes.AsSpan().EndsWith(End), $"HybridCache writes otherwise than this test expects: {Convert.ToHexString(bytes)}");
        return bytes[(at + name.Length)..^End.Length];
    }
}
