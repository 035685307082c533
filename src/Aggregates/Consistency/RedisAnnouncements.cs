using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace NatoServices.Aggregates;

/// <summary>
/// Announcements through Redis: one key per stream holds its newest head, and a message on a common channel says that a stream has moved.
/// </summary>
internal sealed class RedisAnnouncements(
    RedisConnection redis, CacheCircuitBreaker patience, [FromKeyedServices(Clocks.Machine)] TimeProvider machine) : BackgroundService, IAnnouncements
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("heads");

    private readonly HeadPublisher publisher = new(redis, patience, Channel);

    public string System => CacheOperation.Redis;

    public event Action<string, Head, ActivityContext>? Heard;

    public void Announce(string stream, Head head, DateTimeOffset checkedAt, bool moved)
    {
        if (!redis.GetAsync().IsCompletedSuccessfully) return;
        var text = HeadText.Write(stream, new(head, checkedAt));
        var message = !moved ? null : Signals.Trace is { } trace ? HeadText.Carrying(text, trace) : text;
        publisher.Publish(KeyOf(stream), new(text, message, new CacheOperation(moved ? "PUBLISH" : "SET", NameOf(stream)).BeginAside()));
    }

    public async ValueTask<Announced?> FindAsync(string stream, CancellationToken cancellation) =>
        await patience.TryAsync(
            CacheOperation.LookUp(NameOf(stream)), patience.Timings.CacheLookup,
            async () => HeadText.Read(await (await redis.GetAsync()).GetDatabase().StringGetAsync(KeyOf(stream))) is var (named, told, _)
                && named == stream
                ? told
                : null,
            cancellation);

    /// <summary>Subscribes as soon as Redis answers. After that the connection renews the subscription by itself when it breaks.</summary>
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
                // Redis is unavailable. Until it is back, readers ask the database.
                await Task.Delay(patience.Timings.CacheRetry, machine, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (ObjectDisposedException) when (stoppingToken.IsCancellationRequested)
            {
                // The service failed to start and its connection is already disposed. The reason is reported elsewhere.
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
