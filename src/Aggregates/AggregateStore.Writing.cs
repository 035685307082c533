using System.Collections.Concurrent;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>
/// Writing. A write is first decided on what is cached, without asking the database: its append is carried out only if the stream has not
/// moved. If that yields no entries, it is decided again on what the database has: nothing is refused on less.
/// </summary>
public sealed partial class AggregateStore<TState, TEvent>
{
    /// <summary>Writers of one process take turns on a stream: without that, each round of n would decide n times in vain but once.</summary>
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    private readonly ConcurrentDictionary<string, PendingWrite> underway = new(StringComparer.Ordinal);

    /// <summary>
    /// Decides on what is cached and appends what was decided. The next writer of this process decides on what this one comes to, and both
    /// are made durable together.
    /// </summary>
    /// <returns>
    /// The state right after the request's last entry. Null: nothing is cached, nothing was to be entered, it was refused, or another
    /// writer was faster. Then it is for <see cref="WriteAsync"/>.
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

    /// <summary>Decides on what the database has and appends what was decided, or answers again what this request was answered before.</summary>
    /// <returns>The state right after the request's last entry; the newest state if there was nothing to enter.</returns>
    /// <exception cref="RefusalException">The rules refuse, or the request id stands for another request.</exception>
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

    /// <summary>Decides on what is at hand and has that appended; null if there is nothing at hand, or if it comes to no entry.</summary>
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

    /// <summary>The state after an append; null if it was not made, and has to be decided again.</summary>
    private async Task<Snapshot<TState>?> SettleAsync(
        Task<Appended> appending, Decided decided, Snapshot<TState> basis, PendingWrite? before, Moment since)
    {
        if (await appending is not Appended.Committed committed) return null;
        if (before is null) return Entered(basis, decided, committed, since);
        await ((Task)before.Outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // It stands right after what it was decided on, also where that one's own outcome could not be told.
        if (before.Outcome is { IsCompletedSuccessfully: true, Result: { } entered }) return Entered(entered, decided, committed, since);
        var last = committed.Entries[^1];
        heads.Learn(last, since);
        return await AnswerAsync(last, CancellationToken.None);
    }

    /// <summary>Decides on what the database has.</summary>
    private async Task<Snapshot<TState>> WriteOnNewestAsync(
        string stream, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation)
    {
        // What is under way gets into the record or doesn't, before anything is refused because of it.
        if (underway.TryGetValue(stream, out var before)) await ((Task)before.Outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var tooLateAt = DateTimeOffset.MinValue; ;)
        {
            // In this order: a state never contains a request that isn't found, or its repetition would be refused by its own effect.
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
                    // The database was restored to what it was before: what is at hand is no more.
                    snapshots.Forget(stream);
                    heads.Forget(stream);
                    break;
            }
        }
    }

    private Snapshot<TState> Entered(Snapshot<TState> before, Decided decided, Appended.Committed committed, Moment since)
    {
        // What was just written is not read back.
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

    /// <summary>What is decided on a snapshot; null if there is nothing to enter.</summary>
    private Decided? Decide(
        Snapshot<TState> snapshot, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, DateTimeOffset now)
    {
        var ruling = decide(snapshot.State, now);
        if (ruling.Refusal is { } refusal) throw new RefusalException(refusal);
        if (ruling.Events.Count == 0) return null;
        // It would be too late at every attempt, for ever.
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
    /// The moment of a ruling, as the record would keep it. A clock may go back, the record may not: rules never see an earlier
    /// moment than the record has reached, nor a later one, by a fraction of a microsecond, than their own entry's will be.
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

    /// <summary>The state right after an entry, from what is in memory unless that has come further.</summary>
    private async Task<Snapshot<TState>> AnswerAsync(JournalEntry last, CancellationToken cancellation)
    {
        var from = snapshots.TryGetFolded(last.Stream)?.Snapshot is { } known && known.Revision <= last.Revision ? known : Nothing(last.Stream);
        return from.Revision == last.Revision ? from : await FoldAsync(from, Head.At(last), cancellation)
            ?? throw new InvalidOperationException($"The database has no longer the revision {last.Revision} of {last.Stream} that it had a moment ago.");
    }

    /// <summary>What was decided.</summary>
    /// <param name="Append">Enters it.</param>
    /// <param name="Events">The events that its entries keep.</param>
    private readonly record struct Decided(Append Append, IReadOnlyList<TEvent> Events);

    /// <summary>An append that was decided on and is not in the record yet.</summary>
    /// <param name="Tentative">What the stream comes to if it gets there; its last entries have the moment of their ruling.</param>
    /// <param name="DecidedAt">That moment.</param>
    /// <param name="Progress">How far it has come.</param>
    /// <param name="Outcome">The state after it as it is in the record; null if it did not get there.</param>
    private sealed record PendingWrite(Snapshot<TState> Tentative, DateTimeOffset DecidedAt, AppendProgress Progress, Task<Snapshot<TState>?> Outcome);
}
