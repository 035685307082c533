using Google.Protobuf;
using Grpc.Core;
using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Watching;

/// <summary>Watches that send the latest value. All watchers of the same key share one poll and one serialization.</summary>
/// <param name="heads">Tells when a record has moved.</param>
/// <param name="watches">All watches of the process.</param>
/// <param name="watched">The name of what is watched, for metrics.</param>
public sealed class LatestValueWatch<TKey, TReply>(StreamVersions heads, Watches watches, string watched) where TKey : notnull where TReply : class, IMessage
{
    private readonly SharedPollers<TKey, WatchUpdate<TReply>> feeds = new(watches, heads, watched);

    /// <summary>Sends the latest value now and after every change, until the caller cancels.</summary>
    /// <param name="key">The key of what is watched.</param>
    /// <param name="first">The reading with which the watch begins.</param>
    /// <param name="look">Reads the value again.</param>
    /// <param name="resume">What the caller has already received.</param>
    /// <param name="watcher">The response stream.</param>
    /// <param name="cancellation">Cancelled when the caller leaves.</param>
    public Task WatchAsync(
        TKey key, WatchUpdate<TReply> first, Func<CancellationToken, ValueTask<Answer<WatchUpdate<TReply>>>> look, ResumePoint resume,
        IServerStreamWriter<TReply> watcher, CancellationToken cancellation)
    {
        var delivery = new Delivery<TReply>(resume, reply => watches.GiveAsync(watcher, reply, cancellation));
        return feeds.WatchAsync(key, Looking(look), () => delivery.BeginAsync(first), delivery.HearAsync, cancellation);
    }

    private Func<CancellationToken, Task<Answer<PollResult<WatchUpdate<TReply>>>>> Looking(
        Func<CancellationToken, ValueTask<Answer<WatchUpdate<TReply>>>> look)
    {
        PollResult<WatchUpdate<TReply>>? last = null;
        return async ct =>
        {
            var (found, refusal) = await look(ct);
            if (found is null) return refusal!;
            // A reading shared with other callers may have begun before the last one ended, and be older.
            if (last is not null && found.Token.IsOlderThan(last.Value.Token)) found = last.Value;
            // Reuse the pending wait: a new one on each poll would accumulate as long as nothing changes.
            if (last is not null && found.Id == last.Id && !last.Changed.IsCompleted) return last;
            Prepared.Of(found.Reply);
            Prepared.Of(found.Heartbeat);
            var changed = Task.WhenAny(ResumePoint.RecordsOf(found.Token).Select(r => heads.BeyondAsync(r.Stream, r.Revision))).Unwrap();
            return last = new(found, found.Id, changed);
        };
    }
}

/// <summary>An update for the watchers of a value.</summary>
/// <param name="Reply">The message for a watcher that does not have this value.</param>
/// <param name="Heartbeat">The message for a watcher that has it already.</param>
/// <param name="Token">The revisions that the value is computed from, and the day if today is watched: what a watch resumes after.</param>
/// <param name="Remark">What else distinguishes this value from another.</param>
public sealed record WatchUpdate<TReply>(TReply Reply, TReply Heartbeat, RevisionToken Token, string Remark = "") where TReply : class
{
    /// <summary>Identifies the value: equal ids mean equal values.</summary>
    public string Id { get; } = $"{Token} {Remark}";
}
