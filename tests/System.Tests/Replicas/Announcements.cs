using StackExchange.Redis;

namespace NatoServices.System.Tests.Replicas;

/// <summary>What services announce through a cache, as the cache sees it.</summary>
internal static class Announcements
{
    /// <summary>Waits until as many processes listen to what is announced, and until something is.</summary>
    public static async Task HeardAsync(string cache, int processes)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{cache},abortConnect=false");
        await Waiting.UntilAsync(
            () => ReadAsync(redis.GetDatabase()), read => read.Listening >= processes && read.IsAnnounced,
            $"{processes} processes listen to the cache, and something is announced");
    }

    private static async Task<(long Listening, bool IsAnnounced, string Trouble)> ReadAsync(IDatabase redis)
    {
        try
        {
            var listening = (long)(await redis.ExecuteAsync("PUBSUB", "NUMSUB", "natoservices:heads"))[1];
            return (listening, await redis.KeyExistsAsync("natoservices:head:roster"), "");
        }
        catch (Exception away) when (away is RedisException or RedisTimeoutException)
        {
            return (0, false, away.Message);
        }
    }
}
