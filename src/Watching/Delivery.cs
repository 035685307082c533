using NatoServices.Aggregates;

namespace NatoServices.Watching;

/// <summary>What one watcher has received. Decides what is new to it.</summary>
/// <param name="from">What it had when the watch began.</param>
/// <param name="give">Sends it a message.</param>
internal sealed class Delivery<TReply>(ResumePoint from, Func<TReply, Task> give) where TReply : class
{
    private WatchUpdate<TReply>? last;

    private bool hasHeard;

    public Task BeginAsync(WatchUpdate<TReply> first)
    {
        last = first;
        return give(from.IsSame(first.Token) ? first.Heartbeat : first.Reply);
    }

    /// <summary>Sends the reply if it is new, else a heartbeat. An update older than the last message is skipped.</summary>
    public Task HearAsync(FeedUpdate<WatchUpdate<TReply>> update)
    {
        var newest = update.Value!;
        var (isNews, isFirst) = (newest.Id != last!.Id, !hasHeard);
        hasHeard = true;
        // The first update of the poller may be the value that the watch began with.
        if (newest.Token.IsOlderThan(last.Token) || (isFirst && !isNews)) return Task.CompletedTask;
        last = newest;
        return give(isNews ? newest.Reply : newest.Heartbeat);
    }
}
