using StackExchange.Redis;

namespace NatoServices.Aggregates;

/// <summary>The only Redis connection of this process. It connects in the background and reconnects by itself.</summary>
internal sealed class RedisConnection(ConfigurationOptions options, Timings timings) : IAsyncDisposable
{
    private readonly Lazy<Task<IConnectionMultiplexer>> connecting = new(
        () => Task.Run(async () => (IConnectionMultiplexer)await ConnectionMultiplexer.ConnectAsync(Patient(options, timings))));

    /// <summary>
    /// The prefix of every key and channel, so that several systems can share a Redis: the connection string's <c>channelPrefix</c>.
    /// </summary>
    public string Prefix { get; } = options.ChannelPrefix.ToString();

    /// <summary>The connection, connected or not; completes when the first attempt has ended.</summary>
    public Task<IConnectionMultiplexer> GetAsync() => connecting.Value;

    /// <summary>Parses a connection string and sets what does not depend on the timings.</summary>
    /// <exception cref="ArgumentException">The connection string names no endpoint.</exception>
    public static ConfigurationOptions OptionsOf(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        if (options.EndPoints.Count == 0) throw new ArgumentException("ConnectionStrings:cache must name at least one endpoint, host:port.");
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        if (options.ChannelPrefix.IsNullOrEmpty) options.ChannelPrefix = RedisChannel.Literal("natoservices:");
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        if (connecting.IsValueCreated) await (await connecting.Value).DisposeAsync();
    }

    private static ConfigurationOptions Patient(ConfigurationOptions options, Timings timings)
    {
        options.AsyncTimeout = options.SyncTimeout = (int)timings.CacheRead.TotalMilliseconds;
        options.ReconnectRetryPolicy = new LinearRetry((int)timings.CacheRetry.TotalMilliseconds);
        return options;
    }
}
