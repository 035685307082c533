namespace NatoServices.Journal;

/// <summary>
/// An append-only record in a SQL database: streams of entries with revisions 1, 2, 3 … without gaps, each entry chained to
/// the one before it by a hash; and the due work that entries cause, kept in the same transactions.
/// Every method may throw <see cref="JournalUnavailableException"/>.
/// </summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>
    /// Appends entries to a stream, all or none, durably: when it answers <see cref="Appended.Committed"/>, they survive a crash.
    /// </summary>
    /// <remarks>
    /// Appends are carried out in the order of the calls, so one can be decided on the outcome of another that is still under way, see
    /// <see cref="Append.After"/>.
    /// A request id that the stream already has wins over everything else and answers <see cref="Appended.RequestKnown"/>; then
    /// a stream that has moved past <see cref="Append.ExpectedRevision"/> answers <see cref="Appended.Moved"/>; then a record
    /// that has reached <see cref="Append.Before"/> answers <see cref="Appended.TooLate"/>. In these cases nothing is written.
    /// </remarks>
    Task<Appended> AppendAsync(Append append, CancellationToken cancellation = default);

    /// <summary>The newest revision of a stream, read from the database; <see cref="Head.None"/> if it has no entry.</summary>
    Task<Head> HeadAsync(string stream, CancellationToken cancellation = default);

    /// <summary>The entries of a stream with <paramref name="after"/> &lt; revision ≤ <paramref name="upTo"/>, in order.</summary>
    IAsyncEnumerable<JournalEntry> ReadAsync(
        string stream, long after = 0, long upTo = long.MaxValue, CancellationToken cancellation = default);

    /// <summary>The last entry of the request with this id (the state there answers it again), if the stream has it.</summary>
    Task<JournalEntry?> FindRequestAsync(string stream, string requestId, CancellationToken cancellation = default);

    /// <summary>The names of the streams that begin with <paramref name="prefix"/> and sort after <paramref name="after"/>, by code point.</summary>
    Task<IReadOnlyList<string>> ListStreamsAsync(
        string prefix, string after, int limit, CancellationToken cancellation = default);

    /// <summary>
    /// Takes up to <paramref name="limit"/> pieces of work that are due and not leased, the longest due first, and leases each
    /// until <paramref name="lease"/> from now. No two workers hold the same piece at once unless the lease of one has run out.
    /// </summary>
    Task<IReadOnlyList<DueWork>> LeaseDueAsync(TimeSpan lease, int limit, CancellationToken cancellation = default);

    /// <summary>
    /// Removes a finished piece of work and, in the same transaction, appends what came of it, if anything did.
    /// Answers null, and writes nothing, if the lease was lost meanwhile: another worker has it. Without an outcome it answers
    /// <see cref="Appended.Committed"/> with no entries.
    /// Unless the outcome is committed, the work stays leased: decide again, or postpone it.
    /// </summary>
    Task<Appended?> CompleteAsync(DueWork work, Append? outcome, CancellationToken cancellation = default);

    /// <summary>Gives a piece of work back, to be tried again at <paramref name="dueAt"/>. False if the lease was lost meanwhile.</summary>
    /// <param name="work">The piece.</param>
    /// <param name="dueAt">When it can be taken again.</param>
    /// <param name="afresh">Whether its attempts are counted from the beginning: it has not failed.</param>
    /// <param name="cancellation">Ends the operation.</param>
    Task<bool> PostponeAsync(DueWork work, DateTimeOffset dueAt, bool afresh = false, CancellationToken cancellation = default);

    /// <summary>The earliest moment at which some piece of work can be taken; null if there is none.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation = default);

    /// <summary>How much work there is, by kind.</summary>
    Task<IReadOnlyList<Backlog>> BacklogAsync(CancellationToken cancellation = default);
}
