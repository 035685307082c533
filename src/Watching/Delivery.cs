using NatoServices.Aggregates;

namespace NatoServices.Watching;

/// <summary>What one watcher has been given of what it watches: decides what is news to it.</summary>
/// <param name="from">What it had when it began.</param>
/// <param name="give">Gives it a message.</param>
internal sealed class Delivery<TReply>(ResumePoint from, Func<TReply, Task> give) where TReply : class
{
    private WatchUpdate<TReply>? last;

    private bool hasHeard;

    /// <summary>Gives the reading with which the watch begins: as a heartbeat, if the watcher has it already.</summary>
    public Task BeginAsync(WatchUpdate<TReply> first)
    {
        last = first;
        return give(from.IsSame(first.Token) ? first.Heartbeat : first.Reply);
    }

    /// <summary>Gives what the feed tells: as it is if it is news, as a heartbeat if not. What is older than the last is passed over.</summary>
    public Task HearAsync(FeedUpdate<WatchUpdate<TReply>> update)
    {
        var newest = update.Value!;
        var (isNews, isFirst) = (newest.Id != last!.Id, !hasHeard);
        hasHeard = true;
        // What the feed has before it tells anything new may be what the watch began with.
        if (newest.Token.IsOlderThan(last.Token) || (isFirst && !isNews)) return Task.CompletedTask;
        last = newest;
        return give(isNews ? newest.Reply : newest.Heartbeat);
    }
}
