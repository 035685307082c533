using System.Diagnostics;
using StackExchange.Redis;

namespace NatoServices.System.Tests.Replicas;

/// <summary>A Redis server of the test's own, which can be paused, killed and started again, empty, on the same port.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly int port = BuiltProcess.FreePort();

    private Server process;

    public RedisProcess() => process = new(port);

    public string Address => $"127.0.0.1:{port}";

    public void Start() => process = new(port);

    public void Send(int signal) => process.Send(signal);

    public async Task KillAsync()
    {
        process.Send(BuiltProcess.Kill);
        await process.EndAsync();
        await process.DisposeAsync();
    }

    /// <summary>Waits until as many processes listen to what is announced, and until something is.</summary>
    public async Task UsedAsync(int processes)
    {
        var began = Stopwatch.GetTimestamp();
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{Address},abortConnect=false");
        for (var seen = ""; ; await Task.Delay(20))
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"The services do not use the cache again: {seen}");
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

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private sealed class Server(int port) : BuiltProcess(new ProcessStartInfo(
        "redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]));
}
