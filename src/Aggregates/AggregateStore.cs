using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>Reads streams as states and writes to them by deciding: load → decide → append → answer.</summary>
/// <param name="journal">Where the entries are.</param>
/// <param name="codec">Turns entries into events and back.</param>
/// <param name="snapshots">Keeps what was computed.</param>
/// <param name="heads">Knows how far streams have come.</param>
/// <param name="clock">Tells the rules what time it is.</param>
/// <param name="empty">The state of a stream without entries.</param>
/// <param name="apply">The state after one more entry; pure.</param>
/// <param name="due">The work that an event causes, entered together with it; null if none does.</param>
/// <param name="wake">Hears that work was entered, which may be due at once.</param>
/// <param name="tell">Hears of each entry that a call made here, with its stream; what due work enters is told by who does it.</param>
public sealed partial class AggregateStore<TState, TEvent>(
    IJournal journal, EventCodec<TEvent> codec, SnapshotCache<TState> snapshots, StreamVersions heads, TimeProvider clock,
    TState empty, Func<TState, Entry<TEvent>, TState> apply, DueOf<TEvent>? due = null, Action? wake = null,
    Action<string, Entry<TEvent>>? tell = null)
    where TState : class where TEvent : class
{
    /// <summary>The journal that this store reads and writes.</summary>
    public IJournal Journal => journal;

    /// <summary>The state of a stream, as fresh as it has to be; refused with <see cref="RevisionNotReached"/> if the stream hasn't come that far.</summary>
    public async ValueTask<Answer<Snapshot<TState>>> ReadAsync(string stream, Freshness want, CancellationToken cancellation = default)
    {
        var snapshot = await LoadAsync(stream, want, cancellation);
        return snapshot.Revision < want.AtLeast ? new RevisionNotReached(stream, want.AtLeast, snapshot.Revision) : snapshot;
    }

    /// <summary>
    /// The state of a stream, as fresh as it has to be, or the newest there is. A fully consistent one was folded in this process: a decision,
    /// here or at who asks for it, may rest on it.
    /// </summary>
    public async ValueTask<Snapshot<TState>> LoadAsync(string stream, Freshness want = default, CancellationToken cancellation = default) =>
        want.Fully
            ? (await LoadNewestAsync(stream, cancellation)).Snapshot
            : await AtAsync(stream, await HeadAsync(stream, want, cancellation), cancellation);

    /// <summary>The state of a stream, as fresh as it has to be, and the head that it was made at.</summary>
    public async ValueTask<(Snapshot<TState> Snapshot, Head Head)> LoadWithHeadAsync(string stream, Freshness want, CancellationToken cancellation = default)
    {
        if (want.Fully) return await LoadNewestAsync(stream, cancellation);
        var head = await HeadAsync(stream, want, cancellation);
        var snapshot = await AtAsync(stream, head, cancellation);
        return snapshot.Revision == head.Revision ? (snapshot, head) : await LoadNewestAsync(stream, cancellation);
    }

    /// <summary>The state of a stream that this process folded itself, however old, or else the newest there is: what an optimistic decision may rest on.</summary>
    public async ValueTask<TState> LoadFoldedAsync(string stream, CancellationToken cancellation) =>
        snapshots.TryGetFolded(stream)?.Snapshot.State ?? (await LoadNewestAsync(stream, cancellation)).Snapshot.State;

    /// <summary>The head of a stream, as fresh as it has to be.</summary>
    public async ValueTask<Head> HeadAsync(string stream, Freshness want = default, CancellationToken cancellation = default) =>
        (await heads.NewestAsync(stream, want, async ct => await journal.HeadAsync(stream, ct), cancellation)).OrThrow();

    /// <summary>The newest state of a stream in memory, however old; null if there is none.</summary>
    public TState? TryGetCached(string stream) => snapshots.TryGet(stream)?.Snapshot.State;

    /// <summary>The state of a stream at a head, or a newer one.</summary>
    public async ValueTask<Snapshot<TState>> AtAsync(string stream, Head head, CancellationToken cancellation = default)
    {
        if (head.Revision == 0) return Nothing(stream);
        if (await snapshots.GetAsync(stream, head, (from, ct) => FoldAsync(from ?? Nothing(stream), head, ct), cancellation) is { } found) return found;
        // It was announced, and the database doesn't have it: it was restored to what it was before, or others use the same cache.
        heads.Forget(stream);
        return (await LoadNewestAsync(stream, cancellation)).Snapshot;
    }

    /// <summary>Decides on the newest state and gives the append that would enter what was decided, without making it.</summary>
    /// <returns>The append, for <see cref="DueOutcome.Done"/>; null if there is nothing to enter.</returns>
    /// <exception cref="RefusalException">The rules refuse.</exception>
    public async Task<Append?> ProposeAsync(
        string stream, string actor, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation = default)
    {
        var (snapshot, head) = await LoadNewestAsync(stream, cancellation);
        return Decide(snapshot, new(actor), decide, NowAfter(head.RecordedAt))?.Append;
    }

    private Snapshot<TState> Nothing(string stream) => new(stream, 0, empty);

    /// <summary>The newest state of a stream that the database has, folded here, and its head.</summary>
    private async Task<(Snapshot<TState> Snapshot, Head Head)> LoadNewestAsync(string stream, CancellationToken cancellation)
    {
        var head = await HeadAsync(stream, Freshness.Newest, cancellation);
        if (head.Revision == 0) return (Nothing(stream), head);
        var snapshot = await snapshots.GetFoldedAsync(stream, head, (from, ct) => FoldAsync(from ?? Nothing(stream), head, ct), cancellation)
            ?? throw new InvalidOperationException($"The database has no longer the revision {head.Revision} of {stream} that it had a moment ago.");
        // In memory may be what another call has just written.
        return (snapshot, snapshots.TryGetFolded(stream)?.Head is { } newer && newer.Revision == snapshot.Revision ? newer : head);
    }

    /// <summary>The state at a head; null if the journal has no such head.</summary>
    private async Task<Snapshot<TState>?> FoldAsync(Snapshot<TState> from, Head upTo, CancellationToken cancellation)
    {
        var hash = ReadOnlyMemory<byte>.Empty;
        await foreach (var entry in journal.ReadAsync(from.Stream, from.Revision, upTo.Revision, cancellation))
            (from, hash) = (Apply(from, entry), entry.Hash);
        return from.Revision == upTo.Revision && hash.Span.SequenceEqual(upTo.Hash.Span) ? from : null;
    }

    private Snapshot<TState> Apply(Snapshot<TState> before, JournalEntry entry) =>
        before.With(entry.Revision, apply(before.State, codec.Read(entry)), entry.Body.Length);
}

/// <summary>The work that an entered event causes.</summary>
/// <param name="event">The event.</param>
/// <param name="revision">The revision of its entry.</param>
/// <param name="now">The moment of the ruling that it comes from.</param>
public delegate IEnumerable<NewDueWork> DueOf<in TEvent>(TEvent @event, long revision, DateTimeOffset now);
