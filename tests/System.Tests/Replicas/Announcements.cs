using System.Diagnostics;
using StackExchange.Redis;

namespace NatoServices.System.Tests.Replicas;

/// <summary>What services announce through a cache, as the cache sees it.</summary>
internal static class Announcements
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until as many processes listen to what is announced, and until something is.</summary>
    public static async Task HeardAsync(string cache, int processes)
    {
        var began = Stopwatch.GetTimestamp();
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{cache},abortConnect=false");
        for (var seen = ""; ; await Task.Delay(20))
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"The services do not use the cache: {seen}");
            try
            {
                var listening = (long)(await redis.GetDatabase().ExecuteAsync("PUBSUB", "NUMSUB", "natoservices:heads"))[1];
                var isAnnounced = await redis.GetDatabase().KeyExistsAsync("natoservices:head:roster");
                if (listening >= processes && isAnnounced) return;
                seen = $"{listening} listen; {(isAnnounced ? "something" : "nothing")} is announced";
            }
            catch (Exception away) when (away is RedisException or RedisTimeoutException)
            {
                seen = away.Message;
            }
        }
    }
}
