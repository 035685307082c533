using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus.Handlers;
using NatoServices.Watching;

namespace NatoServices.Consensus.Watching;

/// <summary>Watches of records: each watcher gets every entry once, in order.</summary>
internal sealed class EntryWatch(AggregateStore<Selection, SelectionEvent> store, StreamVersions heads, Watches watches)
{
    private readonly SharedPollers<string, EntryTail> feeds = new(watches, heads, "entries");

    /// <summary>Sends every entry after a revision, which must exist, until the caller cancels.</summary>
    public Task WatchAsync(RecordEnd record, long after, IServerStreamWriter<WatchEntriesResponse> watcher, CancellationToken cancellation)
    {
        return feeds.WatchAsync(record.Stream, Looking(record), () => Task.CompletedTask, HearAsync, cancellation);

        async Task HearAsync(FeedUpdate<EntryTail> update)
        {
            var tail = update.Value!;
            if (tail.Revision <= after) await GiveAsync(new() { Revision = after });
            else if (tail.HasAllAfter(after))
                foreach (var entry in tail.After(after)) await GiveAsync(entry);
            else
                await foreach (var entry in store.Journal.ReadAsync(record.Stream, after, tail.Revision, cancellation))
                    await GiveAsync(ConsensusWire.ToWatched(entry));
        }

        async Task GiveAsync(WatchEntriesResponse message)
        {
            await watches.GiveAsync(watcher, message, cancellation);
            after = message.Revision;
        }
    }

    private Func<CancellationToken, Task<Answer<PollResult<EntryTail>>>> Looking(RecordEnd record)
    {
        var (stream, tail) = (record.Stream, EntryTail.At(record.Revision));
        return async ct =>
        {
            var head = await store.HeadAsync(stream, default, ct);
            // The head may come from an announcement, or from a lookup that was shared with others, and be older than the tail. The
            // database is older only if it was restored to an earlier point.
            if (head.Revision < tail.Revision) head = await store.HeadAsync(stream, Freshness.Newest, ct);
            if (head.Revision < tail.Revision) return new RevisionNotReached(stream, tail.Revision, head.Revision);
            if (head.Revision > tail.Revision)
                await foreach (var entry in store.Journal.ReadAsync(stream, tail.Revision, cancellation: ct))
                    tail = tail.And(Prepared.Of(ConsensusWire.ToWatched(entry)));
            return new PollResult<EntryTail>(tail, $"{tail.Revision}", heads.BeyondAsync(stream, tail.Revision));
        };
    }
}
