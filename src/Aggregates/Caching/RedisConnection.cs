using StackExchange.Redis;

namespace NatoServices.Aggregates;

/// <summary>The one connection of this process to the shared cache; made in the background, and made again by itself when it breaks.</summary>
internal sealed class RedisConnection(ConfigurationOptions options) : IAsyncDisposable
{
    private readonly Lazy<Task<IConnectionMultiplexer>> connecting = new(
        () => Task.Run(async () => (IConnectionMultiplexer)await ConnectionMultiplexer.ConnectAsync(options)));

    /// <summary>Begins every key and channel, so that several systems can share a Redis: the connection string's <c>channelPrefix</c>.</summary>
    public string Prefix { get; } = options.ChannelPrefix.ToString();

    /// <summary>The connection, up or not, as soon as the first attempt has ended.</summary>
    public Task<IConnectionMultiplexer> GetAsync() => connecting.Value;

    /// <summary>The settings that a connection string gives.</summary>
    /// <exception cref="ArgumentException">It names no endpoint.</exception>
    public static ConfigurationOptions OptionsOf(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        if (options.EndPoints.Count == 0) throw new ArgumentException("ConnectionStrings:cache must name at least one endpoint, host:port.");
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = options.SyncTimeout = (int)CacheCircuitBreaker.ForSnapshot.TotalMilliseconds;
        options.ReconnectRetryPolicy = new LinearRetry(1000);
        if (options.ChannelPrefix.IsNullOrEmpty) options.ChannelPrefix = RedisChannel.Literal("natoservices:");
        return options;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (connecting.IsValueCreated) await (await connecting.Value).DisposeAsync();
    }
}
