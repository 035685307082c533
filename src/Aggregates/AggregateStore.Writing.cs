using System.Collections.Concurrent;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>
/// Writing. A write is first decided on the cached state, without a database query; its append succeeds only if the stream has not moved.
/// If that optimistic decision does not end in an append, the write is decided again on the state in the database. Nothing is ever refused
/// because of cached state.
/// </summary>
public sealed partial class AggregateStore<TState, TEvent>
{
    /// <summary>
    /// Writers in one process take turns on a stream (striped by hash). Without that, in each round of n concurrent writers all n decide
    /// and only one append succeeds.
    /// </summary>
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    private readonly ConcurrentDictionary<string, PendingWrite> underway = new(StringComparer.Ordinal);

    /// <summary>
    /// Decides on the cached state and appends the events. The next writer in this process decides on the result before it is committed, so
    /// that both appends share one durable commit.
    /// </summary>
    /// <returns>
    /// The state right after the request's last entry. Null if nothing is cached, if the rule refuses or yields no events, or if another
    /// writer was faster: then call <see cref="WriteAsync"/>.
    /// </returns>
    public async Task<Snapshot<TState>?> TryWriteAsync(
        string stream, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation = default)
    {
        var turn = TurnOf(stream);
        await turn.WaitAsync(cancellation);
        PendingWrite? begun;
        try
        {
            begun = TryBegin(stream, author, decide, cancellation);
        }
        finally
        {
            turn.Release();
        }
        return begun is null ? null : await begun.Outcome;
    }

    /// <summary>
    /// Decides on the newest state in the database and appends the events. If the request id is already on record, returns the state of
    /// that first request instead.
    /// </summary>
    /// <returns>The state right after the request's last entry; the newest state if the rule yields no events.</returns>
    /// <exception cref="RefusalException">The rule refuses, or the request id was used for a different request.</exception>
    public async Task<Snapshot<TState>> WriteAsync(
        string stream, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation = default)
    {
        var turn = TurnOf(stream);
        await turn.WaitAsync(cancellation);
        try
        {
            return await WriteOnNewestAsync(stream, author, decide, cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    private SemaphoreSlim TurnOf(string stream) => turns[(uint)string.GetHashCode(stream, StringComparison.Ordinal) % turns.Length];

    /// <summary>
    /// Starts an append that is decided on the pending or cached state; null if there is none, or if the rule yields no events.
    /// </summary>
    private PendingWrite? TryBegin(
        string stream, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation)
    {
        var before = underway.GetValueOrDefault(stream);
        if (before is { Outcome.IsCompleted: true }) before = null;
        if ((before is null ? TryGetNewest(stream) : (before.Tentative, before.DecidedAt)) is not var (basis, recordedAt)) return null;

        var (since, now) = (heads.Now, NowAfter(recordedAt));
        var ruling = decide(basis.State, now);
        if (ruling.Refusal is not null || ruling.Events.Count == 0 || ruling.Before <= now) return null;

        var decided = DecidedOn(basis, author, ruling, now, before?.Progress);
        var tentative = ruling.Events.Aggregate(basis, (state, entered) =>
            state with { Revision = state.Revision + 1, State = apply(state.State, new(state.Revision + 1, now, author.Actor, entered)) });
        var settling = SettleAsync(journal.AppendAsync(decided.Append, cancellation), decided, basis, before, since);
        var mine = new PendingWrite(tentative, now, decided.Append.Progress, settling);
        underway[stream] = mine;
        mine.Outcome.ContinueWith(
            _ => underway.TryRemove(new(stream, mine)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return mine;
    }

    private (Snapshot<TState> Basis, DateTimeOffset RecordedAt)? TryGetNewest(string stream) =>
        snapshots.TryGetFolded(stream) is var (snapshot, head) && heads.Heard(stream).Revision <= head.Revision ? (snapshot, head.RecordedAt) : null;

    /// <summary>The state after an append; null if the append was not made and the write must be decided again.</summary>
    private async Task<Snapshot<TState>?> SettleAsync(
        Task<Appended> appending, Decided decided, Snapshot<TState> basis, PendingWrite? before, Moment since)
    {
        if (await appending is not Appended.Committed committed) return null;
        if (before is null) return Entered(basis, decided, committed, since);
        await ((Task)before.Outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // This append is committed, so the one that it builds on is committed too, even if that one's own outcome is unknown.
        if (before.Outcome is { IsCompletedSuccessfully: true, Result: { } entered }) return Entered(entered, decided, committed, since);
        var last = committed.Entries[^1];
        heads.Learn(last, since);
        return await AnswerAsync(last, CancellationToken.None);
    }

    private async Task<Snapshot<TState>> WriteOnNewestAsync(
        string stream, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation)
    {
        // Wait until the pending append is committed or has failed: nothing may be refused because of an append that is not on record.
        if (underway.TryGetValue(stream, out var before)) await ((Task)before.Outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var tooLateAt = DateTimeOffset.MinValue; ;)
        {
            // Load the state first, then look for the request. In the other order the state could contain a request that was not found, and
            // a repeated request would be refused because of its own effect.
            var (snapshot, head) = await LoadNewestAsync(stream, cancellation);
            if (author.Request is { } request && await journal.FindRequestAsync(stream, request.Id, cancellation) is { } earlier)
                return await AnswerAgainAsync(request, earlier, cancellation);

            var since = heads.Now;
            if (Decide(snapshot, author, decide, NowAfter(head.RecordedAt, tooLateAt)) is not { } decided) return snapshot;
            switch (await journal.AppendAsync(decided.Append, cancellation))
            {
                case Appended.Committed committed:
                    return Entered(snapshot, decided, committed, since);
                case Appended.RequestKnown known:
                    return await AnswerAgainAsync(author.Request!, known.Last, cancellation);
                case Appended.TooLate late:
                    tooLateAt = late.Now;
                    break;
                case Appended.Moved moved when moved.Revision < decided.Append.ExpectedRevision:
                    // The database was restored to an earlier point: the cached state no longer exists.
                    snapshots.Forget(stream);
                    heads.Forget(stream);
                    break;
            }
        }
    }

    private Snapshot<TState> Entered(Snapshot<TState> before, Decided decided, Appended.Committed committed, Moment since)
    {
        // Apply the new events in memory instead of reading the entries back.
        var entries = committed.Entries.Zip(
            decided.Events, (entry, @event) => new Entry<TEvent>(entry.Revision, entry.RecordedAt, entry.Actor, @event)).ToArray();
        var after = before.With(entries[^1].Revision, entries.Aggregate(before.State, apply), decided.Append.Size);
        var last = committed.Entries[^1];
        snapshots.Remember(after, Head.At(last));
        heads.Learn(last, since);
        if (tell is not null)
            foreach (var entry in entries) tell(after.Stream, entry);
        if (decided.Append.Due.Count > 0) wake?.Invoke();
        return after;
    }

    /// <summary>The append that is decided on a snapshot; null if the rule yields no events.</summary>
    private Decided? Decide(
        Snapshot<TState> snapshot, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, DateTimeOffset now)
    {
        var ruling = decide(snapshot.State, now);
        if (ruling.Refusal is { } refusal) throw new RefusalException(refusal);
        if (ruling.Events.Count == 0) return null;
        // A retry would be too late again, for ever.
        if (ruling.Before <= now) throw new InvalidOperationException($"What was decided at {now:O} holds only before {ruling.Before:O}.");
        return DecidedOn(snapshot, author, ruling, now, after: null);
    }

    private Decided DecidedOn(Snapshot<TState> snapshot, Author author, Ruling<TEvent> ruling, DateTimeOffset now, AppendProgress? after)
    {
        var entries = ruling.Events.Select(codec.Write).ToArray();
        if (author.Sealed is not null) entries[^1] = entries[^1] with { Sealed = author.Sealed };
        var append = new Append(snapshot.Stream, snapshot.Revision, entries, author.Actor, author.Request)
        {
            DecidedAt = now,
            Before = ruling.Before,
            After = after,
            Trace = due is null ? null : Signals.Trace,
            Due = due is null ? [] : [.. ruling.Events.SelectMany((@event, i) => due(@event, snapshot.Revision + i + 1, now))],
        };
        return new(append, ruling.Events);
    }

    /// <summary>
    /// The time that a rule decides at, truncated to the microseconds of the journal, so that it is never later than the time of its own
    /// entry. The clock may go back but the record may not, so it is never earlier than the times given.
    /// </summary>
    private DateTimeOffset NowAfter(params ReadOnlySpan<DateTimeOffset> reached)
    {
        var now = Microseconds.ToMoment(Microseconds.From(clock.GetUtcNow()));
        foreach (var moment in reached) now = moment > now ? moment : now;
        return now;
    }

    private async Task<Snapshot<TState>> AnswerAgainAsync(RequestKey request, JournalEntry earlier, CancellationToken cancellation) =>
        earlier.Request is { } known && known.Fingerprint.Span.SequenceEqual(request.Fingerprint.Span)
            ? await AnswerAsync(earlier, cancellation)
            : throw new RefusalException(new RequestIdReused(request.Id, earlier.Revision));

    /// <summary>The state right after an entry. Continues from the snapshot in memory unless that is newer than the entry.</summary>
    private async Task<Snapshot<TState>> AnswerAsync(JournalEntry last, CancellationToken cancellation)
    {
        var from = snapshots.TryGetFolded(last.Stream)?.Snapshot is { } known && known.Revision <= last.Revision ? known : Nothing(last.Stream);
        return from.Revision == last.Revision ? from : await FoldAsync(from, Head.At(last), cancellation)
            ?? throw Gone(last.Stream, last.Revision);
    }

    private readonly record struct Decided(Append Append, IReadOnlyList<TEvent> Events);

    /// <summary>An append that is decided but not committed yet.</summary>
    /// <param name="Tentative">
    /// The state if the append succeeds. Its last entries carry the time of the decision, not yet the time of the commit.
    /// </param>
    /// <param name="DecidedAt">The time of the decision.</param>
    /// <param name="Progress">How far the append is; the append that builds on this one refers to it.</param>
    /// <param name="Outcome">The state after the committed append; null if it was not committed.</param>
    private sealed record PendingWrite(Snapshot<TState> Tentative, DateTimeOffset DecidedAt, AppendProgress Progress, Task<Snapshot<TState>?> Outcome);
}
