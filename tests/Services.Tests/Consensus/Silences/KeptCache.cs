using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Caching.Distributed;

namespace NatoServices.Services.Tests.Consensus.Silences;

/// <summary>A cache that shows what it was given.</summary>
internal sealed partial class KeptCache : IDistributedCache
{
    private readonly ConcurrentDictionary<string, byte[]> kept = new();

    /// <summary>What was kept, without what the cache puts before it: when that was, in bytes of which one may be a brace.</summary>
    public string Text => string.Join('\n', kept.Values.Select(Encoding.UTF8.GetString).Select(Readable).Order(StringComparer.Ordinal));

    /// <summary>JSON as it is; of what is kept as bytes, the words.</summary>
    private static string Readable(string text) => text.IndexOf("{\"", StringComparison.Ordinal) is >= 0 and var at
        ? text[at..]
        : string.Join(' ', Words().Matches(text).Select(word => word.Value));

    [GeneratedRegex("[A-Za-z]{4,}")]
    private static partial Regex Words();

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
}
