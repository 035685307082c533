namespace NatoServices.Aggregates;

/// <summary>
/// Writing. If the optimistic decision does not end in an append, the write is decided again on the state in the database. Nothing is ever
/// refused because of cached state.
/// </summary>
public sealed partial class AggregateStore<TState, TEvent>
{
    /// <summary>
    /// Writers in one process take turns on a stream. Without that, in each round of n concurrent writers all n decide and only one append
    /// succeeds.
    /// </summary>
    private readonly StripedLock turns = new();

    /// <summary>
    /// Decides on the newest state in the database and appends the events. If the request id is already on record, returns the state of
    /// that first request instead.
    /// </summary>
    /// <returns>The state right after the request's last entry; the newest state if the rule yields no events.</returns>
    /// <exception cref="RefusalException">The rule refuses, or the request id was used for a different request.</exception>
    public async Task<Snapshot<TState>> WriteAsync(
        string stream, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation = default)
    {
        using var turn = await turns.TakeAsync(stream, cancellation);
        // Wait until the pending append is committed or has failed: nothing may be refused because of an append that is not on record.
        if (underway.TryGetValue(stream, out var before)) await ((Task)before.Outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var tooLateAt = DateTimeOffset.MinValue; ;)
        {
            // Load the state first, then look for the request. In the other order the state could contain a request that was not found, and
            // a repeated request would be refused because of its own effect.
            var snapshot = await LoadNewestAsync(stream, cancellation);
            if (author.Request is { } request && await journal.FindRequestAsync(stream, request.Id, cancellation) is { } earlier)
                return await AnswerAgainAsync(request, earlier, cancellation);

            var since = heads.Now;
            if (Decide(snapshot, author, decide, NowAfter(snapshot.Head.RecordedAt, tooLateAt)) is not { } decided) return snapshot;
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
        var last = committed.Entries[^1];
        var entries = committed.Entries.Zip(
            decided.Events, (entry, @event) => new Entry<TEvent>(entry.Revision, entry.RecordedAt, entry.Actor, @event)).ToArray();
        var after = before.With(Head.At(last), entries.Aggregate(before.State, apply), decided.Append.Size);
        snapshots.Remember(after);
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
        var from = snapshots.TryGetFolded(last.Stream) is { } known && known.Revision <= last.Revision ? known : Nothing(last.Stream);
        return from.Revision == last.Revision ? from : await FoldAsync(from, Head.At(last), cancellation)
            ?? throw Gone(last.Stream, last.Revision);
    }

    private readonly record struct Decided(Append Append, IReadOnlyList<TEvent> Events);
}
