using System.Diagnostics;
using StackExchange.Redis;

namespace NatoServices.Aggregates;

/// <summary>
/// Writes heads to Redis, in the background. What is to be written while Redis answers goes there together; of a stream that moves
/// faster than that, only the newest.
/// </summary>
internal sealed class HeadPublisher(RedisConnection redis, CacheCircuitBreaker patience, RedisChannel channel)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly Lock changing = new();

    private Dictionary<string, PublishedHead> waiting = new(StringComparer.Ordinal);

    private bool isPublishing;

    /// <summary>Has a head written, unless a newer one of its stream is.</summary>
    /// <param name="key">Where the stream's head is kept.</param>
    /// <param name="head">The head.</param>
    public void Publish(string key, PublishedHead head)
    {
        lock (changing)
        {
            waiting[key] = waiting.TryGetValue(key, out var before) ? before.ReplacedBy(head) : head;
            if (isPublishing) return;
            isPublishing = true;
        }
        // Behind what the writer's own thread is about to do: its caller's answer.
        ThreadPool.UnsafeQueueUserWorkItem(static publisher => _ = publisher.PublishAsync(), this, preferLocal: false);
    }

    private async Task PublishAsync()
    {
        while (Take() is { } heads)
        {
            // Whatever befalls these, the next are written.
            var writing = patience.TryAsync(new("SET", ""), CacheCircuitBreaker.ForWord, () => WriteAsync(heads));
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
            writing.Add(database.StringSetAsync(key, head.Text, Kept));
            if (head.Message is { } message) writing.Add(database.PublishAsync(channel, message));
        }
        await Task.WhenAll(writing);
        return true;
    }
}

/// <summary>A head on its way to Redis.</summary>
/// <param name="Text">What is kept of it.</param>
/// <param name="Message">What subscribers are told; null if nothing has moved.</param>
/// <param name="Span">The span of its writing; null if it is in no trace.</param>
internal sealed record PublishedHead(string Text, string? Message, Activity? Span)
{
    /// <summary>A newer one of the same stream takes its place, and its news with it.</summary>
    public PublishedHead ReplacedBy(PublishedHead newer)
    {
        CacheOperation.EndAside(Span);
        return newer.Message is null && Message is not null ? newer with { Message = newer.Text } : newer;
    }

    /// <summary>It was written, or could not be.</summary>
    public void End(bool isWritten)
    {
        if (!isWritten) Span?.SetStatus(ActivityStatusCode.Error);
        CacheOperation.EndAside(Span);
    }
}
