using StackExchange.Redis;

namespace NatoServices.System.Tests;

/// <summary>A connection of a test's own to a cache.</summary>
internal static class CacheClient
{
    public static Task<ConnectionMultiplexer> ConnectAsync(string address)
    {
        var options = ConfigurationOptions.Parse(address);
        options.ConnectTimeout = options.SyncTimeout = options.AsyncTimeout = (int)Waiting.Longest.TotalMilliseconds;
        return ConnectionMultiplexer.ConnectAsync(options);
    }
}
