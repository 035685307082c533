namespace NatoServices.Journal;

/// <summary>
/// An append-only event store in a SQL database. Each stream has entries with revisions 1, 2, 3 … without gaps, and a hash chain links each
/// entry to the previous one. Due work that entries cause is stored in the same transactions. Every method may throw
/// <see cref="JournalUnavailableException"/>.
/// </summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>
    /// Appends entries, all or none. If it returns <see cref="Appended.Committed"/>, they are durable: they survive a crash.
    /// </summary>
    /// <remarks>
    /// Appends are carried out in the order of the calls, so one can be decided on the outcome of another that is not committed yet, see
    /// <see cref="Append.After"/>. The checks, in this order: <see cref="Appended.RequestKnown"/> if the stream has the request id already;
    /// <see cref="Appended.Moved"/> if it is not at <see cref="Append.ExpectedRevision"/>, or if <see cref="Append.After"/> is not its last
    /// append; <see cref="Appended.TooLate"/> if the time of recording is not before <see cref="Append.Before"/>. In these cases nothing is
    /// written.
    /// </remarks>
    Task<Appended> AppendAsync(Append append, CancellationToken cancellation = default);

    /// <summary>The head of a stream, read from the database; <see cref="Head.None"/> if the stream has no entry.</summary>
    Task<Head> HeadAsync(string stream, CancellationToken cancellation = default);

    /// <summary>The entries of a stream with <paramref name="after"/> &lt; revision ≤ <paramref name="upTo"/>, in order.</summary>
    IAsyncEnumerable<JournalEntry> ReadAsync(
        string stream, long after = 0, long upTo = long.MaxValue, CancellationToken cancellation = default);

    /// <summary>The last entry of the request with this id, whose state answers the request again; null if there is none.</summary>
    Task<JournalEntry?> FindRequestAsync(string stream, string requestId, CancellationToken cancellation = default);

    /// <summary>
    /// The names of streams that begin with <paramref name="prefix"/> and sort after <paramref name="after"/>, by code point.
    /// </summary>
    Task<IReadOnlyList<string>> ListStreamsAsync(
        string prefix, string after, int limit, CancellationToken cancellation = default);

    /// <summary>
    /// Leases up to <paramref name="limit"/> pieces of work that are due and not leased, those due longest first, for the time
    /// <paramref name="lease"/>. Two workers never hold the same piece at once unless the lease of one has expired.
    /// </summary>
    Task<IReadOnlyList<DueWork>> LeaseDueAsync(TimeSpan lease, int limit, CancellationToken cancellation = default);

    /// <summary>
    /// Removes a finished piece of work and, in the same transaction, appends its outcome, if there is one. Returns null and writes nothing
    /// if the lease was lost, because another worker has taken the work. Without an outcome it returns <see cref="Appended.Committed"/>
    /// with no entries. If the outcome is not committed, the work stays leased: decide again, or postpone it.
    /// </summary>
    Task<Appended?> CompleteAsync(DueWork work, Append? outcome, CancellationToken cancellation = default);

    /// <summary>Gives a piece of work back, to be tried again at <paramref name="dueAt"/>. Returns false if the lease was lost.</summary>
    /// <param name="work">The piece.</param>
    /// <param name="dueAt">The earliest moment at which it can be leased again.</param>
    /// <param name="afresh">Whether to count its attempts from zero, because it has not failed.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    Task<bool> PostponeAsync(DueWork work, DateTimeOffset dueAt, bool afresh = false, CancellationToken cancellation = default);

    /// <summary>The earliest moment at which a piece of work can be leased; null if there is none.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation = default);

    /// <summary>The amount of waiting work, by kind.</summary>
    Task<IReadOnlyList<Backlog>> BacklogAsync(CancellationToken cancellation = default);
}
