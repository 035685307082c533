namespace NatoServices.Aggregates;

/// <summary>Reads streams as states, and writes to them: load → decide → append → answer.</summary>
/// <param name="journal">The event store that holds the entries.</param>
/// <param name="codec">Converts entries to events and back.</param>
/// <param name="snapshots">Caches computed states.</param>
/// <param name="heads">Knows the newest revision of each stream.</param>
/// <param name="clock">The clock of the rules.</param>
/// <param name="empty">The state of a stream without entries.</param>
/// <param name="apply">The state after one more entry; a pure function.</param>
/// <param name="due">The due work that an event causes, stored in the same transaction as the event; null if no event causes any.</param>
/// <param name="wake">Called after due work was stored; it may be due at once.</param>
/// <param name="tell">
/// Called with the stream and each entry that an RPC appends in this process. Entries of due work are not reported here, but by whoever
/// does the work.
/// </param>
public sealed partial class AggregateStore<TState, TEvent>(
    IJournal journal, EventCodec<TEvent> codec, SnapshotCache<TState> snapshots, StreamVersions heads, TimeProvider clock,
    TState empty, Func<TState, Entry<TEvent>, TState> apply, DueOf<TEvent>? due = null, Action? wake = null,
    Action<string, Entry<TEvent>>? tell = null)
    where TState : class where TEvent : class
{
    /// <summary>The journal that this store reads and writes.</summary>
    public IJournal Journal => journal;

    /// <summary>
    /// The state of a stream, as fresh as required; refused with <see cref="RevisionNotReached"/> if the stream has not reached the
    /// revision.
    /// </summary>
    public async ValueTask<Answer<Snapshot<TState>>> ReadAsync(string stream, Freshness want, CancellationToken cancellation = default)
    {
        var snapshot = await LoadAsync(stream, want, cancellation);
        return snapshot.Revision < want.AtLeast ? new RevisionNotReached(stream, want.AtLeast, snapshot.Revision) : snapshot;
    }

    /// <summary>The state of a stream, as fresh as the reading requires; refused with <see cref="RevisionNotReached"/>.</summary>
    public ValueTask<Answer<Snapshot<TState>>> ReadAsync(string stream, Reading reading, CancellationToken cancellation) =>
        ReadAsync(stream, reading.Of(stream), cancellation);

    /// <summary>
    /// The state of a stream, as fresh as required; if the required revision does not exist yet, the newest. A fully consistent state is
    /// folded in this process, not taken from the shared cache: a decision, here or in a calling service, may be based on it.
    /// </summary>
    public async ValueTask<Snapshot<TState>> LoadAsync(string stream, Freshness want = default, CancellationToken cancellation = default) =>
        want.Fully
            ? await LoadNewestAsync(stream, cancellation)
            : await AtAsync(stream, await HeadAsync(stream, want, cancellation), cancellation);

    /// <summary>
    /// The state that this process folded itself, however old; if there is none, the newest from the database. An optimistic decision may
    /// be based on it.
    /// </summary>
    public async ValueTask<TState> LoadFoldedAsync(string stream, CancellationToken cancellation) =>
        (snapshots.TryGetFolded(stream) ?? await LoadNewestAsync(stream, cancellation)).State;

    /// <summary>The head of a stream, as fresh as required.</summary>
    public async ValueTask<Head> HeadAsync(string stream, Freshness want = default, CancellationToken cancellation = default) =>
        (await heads.NewestAsync(stream, want, async ct => await journal.HeadAsync(stream, ct), cancellation)).OrThrow();

    /// <summary>
    /// The newest state of a stream in memory, however old, also if it came from the shared cache; null if there is none.
    /// </summary>
    public TState? TryGetCached(string stream) => snapshots.TryGet(stream)?.State;

    /// <summary>The state of a stream at a head, or a newer one.</summary>
    public async ValueTask<Snapshot<TState>> AtAsync(string stream, Head head, CancellationToken cancellation = default)
    {
        if (head.Revision == 0) return Nothing(stream);
        if (await snapshots.GetAsync(stream, head, FoldTo(stream, head), cancellation) is { } found) return found;
        // The head was announced but the database does not have it: the database was restored to an earlier point, or another system uses
        // the same cache.
        heads.Forget(stream);
        return await LoadNewestAsync(stream, cancellation);
    }

    /// <summary>Decides on the newest state and returns the append without executing it.</summary>
    /// <returns>The append, for <see cref="DueOutcome.Done"/>; null if the rule yields no events.</returns>
    /// <exception cref="RefusalException">The rule refuses.</exception>
    public async Task<Append?> ProposeAsync(
        string stream, string actor, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation = default)
    {
        var snapshot = await LoadNewestAsync(stream, cancellation);
        return Decide(snapshot, new(actor), decide, NowAfter(snapshot.Head.RecordedAt))?.Append;
    }

    private Snapshot<TState> Nothing(string stream) => new(stream, Head.None, empty);

    private Fold<TState> FoldTo(string stream, Head head) => (from, cancellation) => FoldAsync(from ?? Nothing(stream), head, cancellation);

    private static InvalidOperationException Gone(string stream, long revision) =>
        new($"The database has no longer the revision {revision} of {stream} that it had a moment ago.");

    /// <summary>The newest state in the database, folded in this process.</summary>
    private async Task<Snapshot<TState>> LoadNewestAsync(string stream, CancellationToken cancellation)
    {
        var head = await HeadAsync(stream, Freshness.Newest, cancellation);
        return head.Revision == 0
            ? Nothing(stream)
            : await snapshots.GetFoldedAsync(stream, head, FoldTo(stream, head), cancellation) ?? throw Gone(stream, head.Revision);
    }

    /// <summary>The state at a head; null if the journal has no such head.</summary>
    private async Task<Snapshot<TState>?> FoldAsync(Snapshot<TState> from, Head upTo, CancellationToken cancellation)
    {
        await foreach (var entry in journal.ReadAsync(from.Stream, from.Revision, upTo.Revision, cancellation))
            from = from.With(Head.At(entry), apply(from.State, codec.Read(entry)), entry.Body.Length);
        return from.Revision == upTo.Revision && from.Head.Hash.Span.SequenceEqual(upTo.Hash.Span) ? from : null;
    }
}

/// <summary>The due work that an event causes.</summary>
/// <param name="event">The event.</param>
/// <param name="revision">The revision of its entry.</param>
/// <param name="now">The time of the decision that yielded the event.</param>
public delegate IEnumerable<NewDueWork> DueOf<in TEvent>(TEvent @event, long revision, DateTimeOffset now);
