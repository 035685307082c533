using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Watching;

/// <summary>The feeds of one kind, by what they are about: one for all who watch the same.</summary>
public sealed class SharedPollers<TKey, T> where TKey : notnull where T : class
{
    private readonly Dictionary<TKey, SharedPoller<T>> feeds = [];

    private readonly Lock counting = new();

    private readonly Watches watches;

    private readonly StreamVersions heads;

    private readonly string watched;

    /// <summary>They end when the process stops.</summary>
    /// <param name="watches">All watches of the process.</param>
    /// <param name="heads">Tells what carries the announcements that feeds hear.</param>
    /// <param name="watched">What is watched, as measurements call it.</param>
    public SharedPollers(Watches watches, StreamVersions heads, string watched)
    {
        (this.watches, this.heads, this.watched) = (watches, heads, watched);
        watches.WhenStopping(Stop);
    }

    /// <summary>Watches until the caller goes away or the process stops.</summary>
    /// <param name="key">What is watched.</param>
    /// <param name="look">Looks at it, for all who watch it.</param>
    /// <param name="begin">Is called before anything is heard, once the watch is known to be served.</param>
    /// <param name="hear">Is called with each issue in turn; what comes while it is busy is skipped, but for the newest.</param>
    /// <param name="cancellation">Ends when the caller goes away.</param>
    /// <exception cref="RefusalException">What the look was refused with, <see cref="ServiceStopping"/>, or <see cref="TooManyWatchers"/>.</exception>
    public async Task WatchAsync(
        TKey key, Func<CancellationToken, Task<PollResult<T>>> look, Func<Task> begin, Func<FeedUpdate<T>, Task> hear, CancellationToken cancellation)
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
                newest.Ended?.Throw();
                if (newest == heard || newest.Value is null)
                {
                    await newest.Next.WaitAsync(cancellation);
                    continue;
                }
                await hear(newest);
                // What a watch begins with is no news.
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

    private SharedPoller<T> Join(TKey key, Func<CancellationToken, Task<PollResult<T>>> look)
    {
        lock (counting)
        {
            // Those that are there have been told to end: nobody would end another.
            watches.RefuseIfStopping();
            if (!feeds.TryGetValue(key, out var feed) || feed.Newest.Ended is not null) feeds[key] = feed = new(look, watches.Clock, heads.CarriedBy);
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
        // What it was looking at may take its time to let go: others come and go meanwhile.
        feed.Dispose();
    }

    private void Stop()
    {
        List<SharedPoller<T>> ending;
        lock (counting) ending = [.. feeds.Values];
        foreach (var feed in ending) feed.End(new RefusalException(new ServiceStopping()));
    }
}
