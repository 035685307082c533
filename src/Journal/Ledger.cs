using NatoServices.Words;

namespace NatoServices.Journal;

/// <summary>Reads streams as states and writes to them by deciding: load → decide → append → answer.</summary>
/// <param name="journal">Where the entries are.</param>
/// <param name="codec">Turns entries into events and back.</param>
/// <param name="snapshots">Keeps what was computed.</param>
/// <param name="clock">Tells the rules what time it is.</param>
/// <param name="empty">The state of a stream without entries.</param>
/// <param name="apply">The state after one more entry; pure.</param>
/// <param name="due">The work that an event causes, entered together with it; null if none does.</param>
/// <param name="wake">Hears that work was entered, which may be due at once.</param>
public sealed class Ledger<TState, TEvent>(
    IJournal journal, EventCodec<TEvent> codec, Snapshots<TState> snapshots, TimeProvider clock,
    TState empty, Func<TState, Entry<TEvent>, TState> apply, DueOf<TEvent>? due = null, Action? wake = null)
    where TState : class where TEvent : class
{
    /// <summary>Writers of one process take turns on a stream: without that, each round of n would decide n times in vain but once.</summary>
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>The journal that this ledger reads and writes.</summary>
    public IJournal Journal => journal;

    /// <summary>The newest state of a stream, never an older one than the database has.</summary>
    /// <exception cref="RefusalException"><see cref="RevisionNotReached"/>, if the stream hasn't reached <paramref name="atLeast"/>.</exception>
    public async Task<Snapshot<TState>> ReadAsync(string stream, long atLeast = 0, CancellationToken cancellation = default)
    {
        var (snapshot, _) = await LoadAsync(stream, cancellation);
        if (snapshot.Revision < atLeast) throw new RefusalException(new RevisionNotReached(stream, atLeast, snapshot.Revision));
        return snapshot;
    }

    /// <summary>Decides on the newest state and enters what was decided, or answers again what this request was answered before.</summary>
    /// <returns>The state right after the request's last entry; the newest state if there was nothing to enter.</returns>
    /// <exception cref="RefusalException">The rules refuse, or the request id stands for another request.</exception>
    public async Task<Snapshot<TState>> WriteAsync(
        string stream, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation = default)
    {
        var turn = turns[(uint)string.GetHashCode(stream, StringComparison.Ordinal) % turns.Length];
        await turn.WaitAsync(cancellation);
        try
        {
            for (var tooLateAt = DateTimeOffset.MinValue; ;)
            {
                // In this order: a state never contains a request that isn't found, or its repetition would be refused by its own effect.
                var (snapshot, recordedAt) = await LoadAsync(stream, cancellation);
                if (author.Request is { } request && await journal.FindRequestAsync(stream, request.Id, cancellation) is { } earlier)
                    return await AnswerAgainAsync(request, earlier, cancellation);

                if (Decide(snapshot, author, decide, NowAfter(recordedAt, tooLateAt)) is not { } append) return snapshot;
                switch (await journal.AppendAsync(append, cancellation))
                {
                    case Appended.Committed committed:
                        if (append.Due.Count > 0) wake?.Invoke();
                        var after = committed.Entries.Aggregate(snapshot, Apply);
                        snapshots.Remember(after);
                        return after;
                    case Appended.RequestKnown known:
                        return await AnswerAgainAsync(author.Request!, known.Last, cancellation);
                    case Appended.TooLate late:
                        tooLateAt = late.Now;
                        break;
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Decides on the newest state and gives the append that would enter what was decided, without making it.</summary>
    /// <returns>The append, for <see cref="DueOutcome.Done"/>; null if there is nothing to enter.</returns>
    /// <exception cref="RefusalException">The rules refuse.</exception>
    public async Task<Append?> ProposeAsync(
        string stream, string actor, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation = default)
    {
        var (snapshot, recordedAt) = await LoadAsync(stream, cancellation);
        return Decide(snapshot, new(actor), decide, NowAfter(recordedAt));
    }

    /// <summary>The newest state of a stream, and when its newest entry was recorded.</summary>
    private async Task<(Snapshot<TState> Snapshot, DateTimeOffset RecordedAt)> LoadAsync(string stream, CancellationToken cancellation)
    {
        var head = await journal.HeadAsync(stream, cancellation);
        var nothing = new Snapshot<TState>(stream, 0, empty);
        if (head.Revision == 0) return (nothing, head.RecordedAt);
        return (await snapshots.GetAsync(stream, head, (from, ct) => FoldAsync(from ?? nothing, head.Revision, ct), cancellation), head.RecordedAt);
    }

    /// <summary>The append that enters what is decided on a snapshot; null if there is nothing to enter.</summary>
    private Append? Decide(
        Snapshot<TState> snapshot, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, DateTimeOffset now)
    {
        var ruling = decide(snapshot.State, now);
        if (ruling.Refusal is { } refusal) throw new RefusalException(refusal);
        if (ruling.Events.Count == 0) return null;
        // It would be too late at every attempt, for ever.
        if (ruling.Before <= now) throw new InvalidOperationException($"What was decided at {now:O} holds only before {ruling.Before:O}.");

        var entries = ruling.Events.Select(codec.Write).ToArray();
        if (author.Sealed is not null) entries[^1] = entries[^1] with { Sealed = author.Sealed };
        return new(snapshot.Stream, snapshot.Revision, entries, author.Actor, author.Request)
        {
            DecidedAt = now,
            Before = ruling.Before,
            Due = due is null ? [] : [.. ruling.Events.SelectMany((@event, i) => due(@event, snapshot.Revision + i + 1, now))],
        };
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
            ? await FoldAsync(new(earlier.Stream, 0, empty), earlier.Revision, cancellation)
            : throw new RefusalException(new RequestIdReused(request.Id, earlier.Revision));

    private async Task<Snapshot<TState>> FoldAsync(Snapshot<TState> from, long upTo, CancellationToken cancellation)
    {
        await foreach (var entry in journal.ReadAsync(from.Stream, from.Revision, upTo, cancellation)) from = Apply(from, entry);
        return from;
    }

    private Snapshot<TState> Apply(Snapshot<TState> before, JournalEntry entry) =>
        new(before.Stream, entry.Revision, apply(before.State, codec.Read(entry)));
}

/// <summary>The work that an entered event causes.</summary>
/// <param name="event">The event.</param>
/// <param name="revision">The revision of its entry.</param>
/// <param name="now">The moment of the ruling that it comes from.</param>
public delegate IEnumerable<NewDueWork> DueOf<in TEvent>(TEvent @event, long revision, DateTimeOffset now);
