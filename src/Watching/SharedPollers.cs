using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Watching;

/// <summary>The pollers of one kind, by key: all watchers of the same key share one.</summary>
/// <param name="watches">All watches of the process.</param>
/// <param name="heads">Names the messaging system that carries the announcements, for spans.</param>
/// <param name="watched">The name of what is watched, for metrics.</param>
public sealed class SharedPollers<TKey, T>(Watches watches, StreamVersions heads, string watched) where TKey : notnull where T : class
{
    private readonly Dictionary<TKey, SharedPoller<T>> feeds = [];

    private readonly Lock counting = new();

    /// <summary>Watches until the caller cancels or the process stops.</summary>
    /// <param name="key">The key of what is watched.</param>
    /// <param name="look">Polls the value, for all its watchers.</param>
    /// <param name="begin">Called once the watch is admitted, before the first issue.</param>
    /// <param name="hear">Called with each issue in turn. Issues that come while it runs are skipped, except the newest.</param>
    /// <param name="cancellation">Cancelled when the caller leaves.</param>
    /// <exception cref="RefusalException">
    /// The refusal of a poll, <see cref="ServiceStopping"/>, or <see cref="TooManyWatchers"/>.
    /// </exception>
    public async Task WatchAsync(
        TKey key, Func<CancellationToken, Task<Answer<PollResult<T>>>> look, Func<Task> begin, Func<FeedUpdate<T>, Task> hear,
        CancellationToken cancellation)
    {
        watches.Begin();
        WatchMeasures.Begin(watched);
        SharedPoller<T>? feed = null;
        try
        {
            feed = Join(key, look);
            await begin();
            for (FeedUpdate<T>? heard = null; ;)
            {
                var newest = feed.Newest;
                if (newest.Refusal is { } refusal) throw new RefusalException(refusal);
                if (ReferenceEquals(newest, heard) || newest.Value is null)
                {
                    await newest.Next.WaitAsync(cancellation);
                    continue;
                }
                await hear(newest);
                // The first value of a watch is not a change, so it is not measured.
                if (heard is not null && newest.RecordedAt is { } recordedAt) WatchMeasures.Delivered(watched, recordedAt, watches.Clock.GetUtcNow());
                heard = newest;
            }
        }
        finally
        {
            if (feed is not null) Leave(key, feed);
            WatchMeasures.End(watched);
            watches.End();
        }
    }

    private SharedPoller<T> Join(TKey key, Func<CancellationToken, Task<Answer<PollResult<T>>>> look)
    {
        lock (counting)
        {
            if (!feeds.TryGetValue(key, out var feed) || feed.Newest.IsLast) feeds[key] = feed = new(look, watches, heads.CarriedBy);
            feed.Watchers++;
            return feed;
        }
    }

    private void Leave(TKey key, SharedPoller<T> feed)
    {
        lock (counting)
        {
            if (--feed.Watchers > 0) return;
            if (feeds.GetValueOrDefault(key) == feed) feeds.Remove(key);
        }
        // Outside the lock: cancelling a poll may take time, and must not block other watchers.
        feed.Dispose();
    }
}
