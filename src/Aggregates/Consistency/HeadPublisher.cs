using System.Diagnostics;
using StackExchange.Redis;

namespace NatoServices.Aggregates;

/// <summary>
/// Writes heads to Redis in the background, in batches: what arrives during one write goes out with the next. If a stream moves faster than
/// that, only its newest head is written.
/// </summary>
internal sealed class HeadPublisher(RedisConnection redis, CacheCircuitBreaker patience, RedisChannel channel)
{
    private readonly Lock changing = new();

    private Dictionary<string, PublishedHead> waiting = new(StringComparer.Ordinal);

    private bool isPublishing;

    /// <summary>Queues a head. A newer head of the same stream replaces it if it has not been sent yet.</summary>
    public void Publish(string key, PublishedHead head)
    {
        lock (changing)
        {
            waiting[key] = waiting.TryGetValue(key, out var before) ? before.ReplacedBy(head) : head;
            if (isPublishing) return;
            isPublishing = true;
        }
        // Queued globally, so that the writer's thread sends the reply to its caller first.
        ThreadPool.UnsafeQueueUserWorkItem(static publisher => _ = publisher.PublishAsync(), this, preferLocal: false);
    }

    private async Task PublishAsync()
    {
        while (Take() is { } heads)
        {
            // If this batch fails, the next is still written.
            var writing = patience.TryAsync(new("SET", ""), patience.Timings.CacheLookup, () => WriteAsync(heads));
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var head in heads.Values) head.End(writing is { IsCompletedSuccessfully: true, Result: true });
        }
    }

    private Dictionary<string, PublishedHead>? Take()
    {
        lock (changing)
        {
            if (waiting.Count == 0)
            {
                isPublishing = false;
                return null;
            }
            var taken = waiting;
            waiting = new(StringComparer.Ordinal);
            return taken;
        }
    }

    private async Task<bool> WriteAsync(Dictionary<string, PublishedHead> heads)
    {
        var database = (await redis.GetAsync()).GetDatabase();
        var writing = new List<Task>(2 * heads.Count);
        foreach (var (key, head) in heads)
        {
            writing.Add(database.StringSetAsync(key, head.Text, patience.Timings.CachedSnapshots));
            if (head.Message is { } message) writing.Add(database.PublishAsync(channel, message));
        }
        await Task.WhenAll(writing);
        return true;
    }
}

/// <summary>A head that waits to be written to Redis. The message, to be published, is null if the stream has not moved.</summary>
internal sealed record PublishedHead(string Text, string? Message, Activity? Span)
{
    /// <summary>
    /// Replaces this head by a newer one of the same stream. If this one has a message to publish, the newer one publishes too.
    /// </summary>
    public PublishedHead ReplacedBy(PublishedHead newer)
    {
        CacheOperation.EndAside(Span);
        return newer.Message is null && Message is not null ? newer with { Message = newer.Text } : newer;
    }

    public void End(bool isWritten)
    {
        if (!isWritten) Span?.SetStatus(ActivityStatusCode.Error);
        CacheOperation.EndAside(Span);
    }
}
