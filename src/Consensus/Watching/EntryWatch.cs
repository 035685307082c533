using Nato.Consensus.V1;
using NatoServices.Consensus.Rules;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Watching;

/// <summary>Watches of records: every entry once, in order.</summary>
internal sealed class EntryWatch(Ledger<Selection, SelectionEvent> ledger, Heads heads, Watches watches)
{
    private readonly Feeds<string, EntryTail> feeds = new(watches);

    /// <summary>Gives every entry after a revision until the caller goes away.</summary>
    /// <param name="stream">The record.</param>
    /// <param name="after">The revision, which exists.</param>
    /// <param name="give">Gives one entry, or a heartbeat; waits until it has gone out.</param>
    /// <param name="cancellation">Ends when the caller goes away.</param>
    public Task WatchAsync(string stream, long after, Func<WatchEntriesResponse, Task> give, CancellationToken cancellation)
    {
        return feeds.WatchAsync(stream, Looking(stream), HearAsync, cancellation);

        async Task HearAsync(Issue<EntryTail> issue)
        {
            var tail = issue.Value!;
            if (tail.Revision <= after) await give(new() { Revision = after });
            else if (tail.HasAllAfter(after))
                foreach (var entry in tail.After(after)) await give(entry);
            else
                await foreach (var entry in ledger.Journal.ReadAsync(stream, after, tail.Revision, cancellation)) await give(ConsensusWire.ToWatched(entry));
            after = Math.Max(after, tail.Revision);
        }
    }

    private Func<CancellationToken, Task<Look<EntryTail>>> Looking(string stream)
    {
        EntryTail? tail = null;
        return async ct =>
        {
            var head = await ledger.HeadAsync(stream, default, ct);
            if (tail is null) tail = new(head.Revision, []);
            else if (head.Revision > tail.Revision)
                await foreach (var entry in ledger.Journal.ReadAsync(stream, tail.Revision, cancellation: ct))
                    tail = tail.And(Prepared.Of(ConsensusWire.ToWatched(entry)));
            return new(tail, $"{tail.Revision}", heads.BeyondAsync(stream, tail.Revision));
        };
    }
}
