namespace NatoServices.Journal;

/// <summary>The head of a stream: its newest revision with the hash.</summary>
/// <param name="Revision">The newest revision; 0 if the stream has no entry.</param>
/// <param name="Hash">The hash of the newest entry, which covers the whole stream up to it.</param>
/// <param name="RecordedAt">When the newest entry was appended. No later entry has an earlier time.</param>
public readonly record struct Head(long Revision, ReadOnlyMemory<byte> Hash, DateTimeOffset RecordedAt)
{
    /// <summary>The head of a stream without entries.</summary>
    public static Head None { get; }

    /// <summary>The head of a stream whose last entry is <paramref name="last"/>.</summary>
    public static Head At(JournalEntry last) => new(last.Revision, last.Hash, last.RecordedAt);

    /// <summary>Whether hash and time are known too. A service that does not own the stream may know only the revision.</summary>
    public bool IsComplete => !Hash.IsEmpty && RecordedAt != default;
}

/// <summary>A stored entry.</summary>
/// <param name="Stream">The stream's name, such as <c>roster</c>.</param>
/// <param name="Revision">1, 2, 3 … within the stream, without gaps.</param>
/// <param name="RecordedAt">When it was appended: UTC, to the microsecond, never earlier than the previous entry.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="Body">The event as UTF-8 JSON.</param>
/// <param name="Actor">Who entered it.</param>
/// <param name="Request">The request that caused it; null if there was none, or if this is not the last entry of its request.</param>
/// <param name="Hash">SHA-256 over this entry and the hash of the previous one; see <see cref="HashChain"/>.</param>
/// <param name="Sealed">The text stored beside the body, see <see cref="Seal"/>; null if there is none or it was erased.</param>
public sealed record JournalEntry(
    string Stream, long Revision, DateTimeOffset RecordedAt, string Kind, string Body, string Actor, RequestKey? Request,
    ReadOnlyMemory<byte> Hash, string? Sealed = null);

/// <summary>An event to append.</summary>
/// <param name="Kind">The kind of event.</param>
/// <param name="Body">The event as UTF-8 JSON.</param>
/// <param name="Sealed">A text to store beside the body, which must contain its <see cref="Seal"/>; null for none.</param>
public sealed record NewEntry(string Kind, string Body, string? Sealed = null);

/// <summary>Scheduled work, stored in the transaction of the entry that causes it.</summary>
/// <param name="Kind">Tells the worker what to do.</param>
/// <param name="DueAt">The earliest moment at which to do it.</param>
/// <param name="Body">The worker's input as UTF-8 JSON.</param>
public sealed record NewDueWork(string Kind, DateTimeOffset DueAt, string Body);

/// <summary>Identifies a client's request, so that a repetition is recognised (idempotency).</summary>
/// <param name="Id">The request id, unique within the stream.</param>
/// <param name="Fingerprint">SHA-256 over the request and its actor, to recognise a different request with the same id.</param>
public sealed record RequestKey(string Id, ReadOnlyMemory<byte> Fingerprint);

/// <summary>Entries to append to a stream.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="ExpectedRevision">The revision that was decided upon (optimistic concurrency); 0 if the stream must not exist yet.</param>
/// <param name="Entries">At least one.</param>
/// <param name="Actor">Who enters them.</param>
/// <param name="Request">The request that causes them; null for none.</param>
public sealed record Append(string Stream, long ExpectedRevision, IReadOnlyList<NewEntry> Entries, string Actor, RequestKey? Request = null)
{
    /// <summary>
    /// When the entries were decided on. They are not recorded as earlier, even if the clock goes back. Null for no limit.
    /// </summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>
    /// The span that makes the entries, see <see cref="Signals.Trace"/>, to store with the work that they cause; null for none.
    /// </summary>
    public string? Trace { get; init; }

    /// <summary>The work that these entries cause.</summary>
    public IReadOnlyList<NewDueWork> Due { get; init; } = [];

    /// <summary>The entries may only be recorded before this moment; null for no limit.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>
    /// The uncommitted append whose outcome this one was decided on. The entries are accepted only directly after it: the expected revision
    /// is not enough, because that append may fail and another writer's may take its revision. Null if the decision is based on the record.
    /// </summary>
    public AppendProgress? After { get; init; }

    /// <summary>The number of characters, without the short texts.</summary>
    public int Size => Entries.Sum(entry => entry.Body.Length + (entry.Sealed?.Length ?? 0)) + Due.Sum(due => due.Body.Length);

    /// <summary>The progress of this append, for an append that is decided on its outcome.</summary>
    public AppendProgress Progress { get; } = new();
}

/// <summary>
/// The progress of an append. It is a separate object so that an append does not keep the one that it was decided on in memory, and, while
/// writes never pause, all those before that.
/// </summary>
public sealed class AppendProgress
{
    /// <summary>The hash of the last entry, once the append has been carried out; empty before. Until the commit it may not last.</summary>
    public ReadOnlyMemory<byte> Hash { get; internal set; }
}

/// <summary>The result of an append.</summary>
public abstract record Appended
{
    private Appended() { }

    /// <summary>The entries are stored durably.</summary>
    public sealed record Committed(IReadOnlyList<JournalEntry> Entries) : Appended;

    /// <summary>
    /// The stream is not at the expected revision, or not directly after <see cref="Append.After"/>. Nothing was written: read on and
    /// decide again.
    /// </summary>
    public sealed record Moved(long Revision) : Appended;

    /// <summary>The stream already has an entry with this request id. Nothing was written.</summary>
    public sealed record RequestKnown(JournalEntry Last) : Appended;

    /// <summary><paramref name="Now"/> is not before <see cref="Append.Before"/>. Nothing was written: decide again.</summary>
    public sealed record TooLate(DateTimeOffset Now) : Appended;
}

/// <summary>A piece of due work, leased to the holder of this object.</summary>
/// <param name="Id">The entry that caused the work and the place of the work there: <c>selection/x@7#1</c>.</param>
/// <param name="Stream">The stream of that entry.</param>
/// <param name="Kind">Tells the worker what to do.</param>
/// <param name="DueAt">When it was due, UTC.</param>
/// <param name="Body">The worker's input as UTF-8 JSON.</param>
/// <param name="Attempts">How often it was leased, this time included, since it was entered or last postponed afresh.</param>
/// <param name="LeasedUntil">The end of the lease, UTC. Nobody else can lease it before.</param>
/// <param name="Taking">
/// How often it was ever leased, this time included: with <paramref name="LeasedUntil"/> it identifies the holder.
/// </param>
/// <param name="Trace">The span in which that entry was made, see <see cref="Signals.Trace"/>; null if it is unknown.</param>
public sealed record DueWork(
    string Id, string Stream, string Kind, DateTimeOffset DueAt, string Body, int Attempts, DateTimeOffset LeasedUntil, long Taking = 1,
    string? Trace = null);

/// <summary>The amount of waiting work of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Pieces">The number of pieces, whether due already or not.</param>
/// <param name="LongestDue">The earliest due time among them, which may be in the future.</param>
public sealed record Backlog(string Kind, long Pieces, DateTimeOffset LongestDue);

/// <summary>The database is unreachable, full, read-only or damaged. The message is one line for an operator.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
