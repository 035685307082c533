using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using NatoServices.Journal;
using StackExchange.Redis;

namespace NatoServices.Aggregates;

/// <summary>Announces through Redis: a key for each stream says how far it has come, and a message on one channel that it has moved.</summary>
internal sealed class RedisAnnouncements(RedisConnection redis, CacheCircuitBreaker patience) : BackgroundService, IAnnouncements
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("heads");

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly HeadPublisher publisher = new(redis, patience, Channel);

    /// <inheritdoc />
    public string System => CacheOperation.Redis;

    /// <inheritdoc />
    public event Action<string, Head, ActivityContext>? Heard;

    /// <inheritdoc />
    public void Announce(string stream, Head head, DateTimeOffset checkedAt, bool moved)
    {
        if (!redis.GetAsync().IsCompletedSuccessfully) return;
        var text = HeadText.Write(stream, new(head, checkedAt));
        var message = !moved ? null : Signals.Trace is { } trace ? HeadText.Carrying(text, trace) : text;
        publisher.Publish(KeyOf(stream), new(text, message, new CacheOperation(moved ? "PUBLISH" : "SET", NameOf(stream)).BeginAside()));
    }

    /// <inheritdoc />
    public async ValueTask<Announced?> FindAsync(string stream, CancellationToken cancellation) =>
        await patience.TryAsync(
            CacheOperation.LookUp(NameOf(stream)), CacheCircuitBreaker.ForWord,
            async () => HeadText.Read(await (await redis.GetAsync()).GetDatabase().StringGetAsync(KeyOf(stream))) is var (named, told, _)
                && named == stream
                ? told
                : null,
            cancellation);

    /// <summary>Subscribes, once it can; after that the connection subscribes again by itself whenever it was broken.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await (await redis.GetAsync()).GetSubscriber().SubscribeAsync(Channel, (_, text) => Hear(text));
                return;
            }
            catch (Exception away) when (away is RedisException or TimeoutException)
            {
                // It is away; readers look for themselves meanwhile.
                await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (ObjectDisposedException) when (stoppingToken.IsCancellationRequested)
            {
                // The service did not come to start: its connection is gone already, and why is told elsewhere.
                return;
            }
        }
    }

    private string KeyOf(string stream) => redis.Prefix + NameOf(stream);

    private static string NameOf(string stream) => $"head:{stream}";

    private void Hear(RedisValue text)
    {
        if (HeadText.Read(text) is var (stream, told, cause)) Heard?.Invoke(stream, told.Head, cause);
    }
}
