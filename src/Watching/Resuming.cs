using NatoServices.Aggregates;

namespace NatoServices.Watching;

/// <summary>Begins a watch after what the watcher has already.</summary>
internal static class Resuming
{
    /// <summary>Gives each issue to the watcher: as it is if it is news, as a heartbeat if not.</summary>
    public static Func<FeedUpdate<WatchUpdate<TReply>>, Task> Hear<TReply>(this ResumePoint from, Func<TReply, Task> give) where TReply : class
    {
        string? last = null;
        return async issue =>
        {
            var newest = issue.Value!;
            if (last is null && !from.Covers(newest.Token)) return;
            var isNews = last is null ? !from.IsSame(newest.Token) : issue.Id != last;
            last = issue.Id;
            await give(isNews ? newest.Reply : newest.Heartbeat);
        };
    }
}
