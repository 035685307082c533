namespace NatoServices.Journal;

/// <summary>The newest entry of a stream, in short.</summary>
/// <param name="Revision">Its revision.</param>
/// <param name="Hash">Its hash, which stands for the whole stream up to there.</param>
/// <param name="RecordedAt">When it was appended: no later entry is recorded before that.</param>
public readonly record struct Head(long Revision, ReadOnlyMemory<byte> Hash, DateTimeOffset RecordedAt)
{
    /// <summary>The head of a stream without entries.</summary>
    public static Head None { get; }

    /// <summary>The head of a stream whose last entry is this.</summary>
    public static Head At(JournalEntry last) => new(last.Revision, last.Hash, last.RecordedAt);

    /// <summary>Whether all of it is known: a service that does not own the stream may know its revision alone.</summary>
    public bool IsComplete => !Hash.IsEmpty && RecordedAt != default;
}

/// <summary>One entry as it is stored.</summary>
/// <param name="Stream">The stream's name, such as <c>roster</c>.</param>
/// <param name="Revision">1, 2, 3 … within the stream, without gaps.</param>
/// <param name="RecordedAt">When it was appended: UTC, to the microsecond, never earlier than the entry before it.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="Body">The event as UTF-8 JSON.</param>
/// <param name="Actor">Who entered it.</param>
/// <param name="Request">The request that caused it; null if no request did, or if this is not the last entry of its request.</param>
/// <param name="Hash">SHA-256 over this entry and the hash of the one before it; see <see cref="HashChain"/>.</param>
/// <param name="Sealed">What is kept beside the body, see <see cref="Seal"/>; null if nothing is, or if it was erased.</param>
public sealed record JournalEntry(
    string Stream, long Revision, DateTimeOffset RecordedAt, string Kind, string Body, string Actor, RequestKey? Request,
    ReadOnlyMemory<byte> Hash, string? Sealed = null);

/// <summary>An event to be appended.</summary>
/// <param name="Kind">The kind of event.</param>
/// <param name="Body">The event as UTF-8 JSON.</param>
/// <param name="Sealed">What is kept beside the body, which names its <see cref="Seal"/>; null if nothing is.</param>
public sealed record NewEntry(string Kind, string Body, string? Sealed = null);

/// <summary>Work to be done later, stored together with the entry that causes it.</summary>
/// <param name="Kind">Tells the worker what to do.</param>
/// <param name="DueAt">Not before this moment.</param>
/// <param name="Body">What the worker needs, as UTF-8 JSON.</param>
public sealed record NewDueWork(string Kind, DateTimeOffset DueAt, string Body);

/// <summary>A client's name for one request, so that a repetition is recognised.</summary>
/// <param name="Id">Unique in the stream.</param>
/// <param name="Fingerprint">SHA-256 over what was asked and by whom, so that a different request under the same id is too.</param>
public sealed record RequestKey(string Id, ReadOnlyMemory<byte> Fingerprint);

/// <summary>What to append.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="ExpectedRevision">The revision that was decided upon; 0 for a stream that must not exist yet.</param>
/// <param name="Entries">At least one.</param>
/// <param name="Actor">Who enters it.</param>
/// <param name="Request">The request that causes it; null if none does.</param>
public sealed record Append(string Stream, long ExpectedRevision, IReadOnlyList<NewEntry> Entries, string Actor, RequestKey? Request = null)
{
    /// <summary>When they were decided on: they are not recorded as earlier, though a clock may go back. Null: whenever that was.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The span in which they are made, see <see cref="Signals.Trace"/>, for the work that they cause; null if there is none.</summary>
    public string? Trace { get; init; }

    /// <summary>Work that these entries cause.</summary>
    public IReadOnlyList<NewDueWork> Due { get; init; } = [];

    /// <summary>The entries may only be recorded before this moment; null if they may be at any.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>
    /// The append, still under way, whose outcome this one was decided on: only directly after it may the entries stand. The revision
    /// alone would not tell, if that one failed and another writer's took its place. Null: it was decided on what is in the record.
    /// </summary>
    public AppendProgress? After { get; init; }

    /// <summary>How many characters of text it brings, but for what is short.</summary>
    public int Size => Entries.Sum(entry => entry.Body.Length + (entry.Sealed?.Length ?? 0)) + Due.Sum(due => due.Body.Length);

    /// <summary>How far it has come, for an append that is decided on its outcome.</summary>
    public AppendProgress Progress { get; } = new();
}

/// <summary>
/// How far an append has come. Apart from the append, so that one that is decided on another keeps neither that nor, while writes never
/// pause, all those before it.
/// </summary>
public sealed class AppendProgress
{
    /// <summary>The hash of the last entry, as soon as the append is carried out; empty before. Until it is committed, it may not last.</summary>
    public ReadOnlyMemory<byte> Hash { get; internal set; }
}

/// <summary>What came of an append.</summary>
public abstract record Appended
{
    private Appended() { }

    /// <summary>It is in the record, durably.</summary>
    public sealed record Committed(IReadOnlyList<JournalEntry> Entries) : Appended;

    /// <summary>The stream is not at the expected revision; nothing was written: read on and decide again.</summary>
    public sealed record Moved(long Revision) : Appended;

    /// <summary>The stream already has this request's id; nothing was written.</summary>
    public sealed record RequestKnown(JournalEntry Last) : Appended;

    /// <summary>It would be recorded now, which is not before <see cref="Append.Before"/>; nothing was written: decide again.</summary>
    public sealed record TooLate(DateTimeOffset Now) : Appended;
}

/// <summary>A piece of work, leased to whoever holds this.</summary>
/// <param name="Id">Names the entry that caused it and its place there: <c>selection/x@7#1</c>.</param>
/// <param name="Stream">The stream of that entry.</param>
/// <param name="Kind">Tells the worker what to do.</param>
/// <param name="DueAt">When it was due, UTC.</param>
/// <param name="Body">What the worker needs, as UTF-8 JSON.</param>
/// <param name="Attempts">How often it was taken, this time included, since it was entered or last postponed afresh.</param>
/// <param name="LeasedUntil">Until then nobody else takes it; UTC.</param>
/// <param name="Taking">How often it was ever taken, this time included: with <paramref name="LeasedUntil"/>, what only this holder has.</param>
/// <param name="Trace">The span in which that entry was made, see <see cref="Signals.Trace"/>; null if it isn't known.</param>
public sealed record DueWork(
    string Id, string Stream, string Kind, DateTimeOffset DueAt, string Body, int Attempts, DateTimeOffset LeasedUntil, long Taking = 1,
    string? Trace = null);

/// <summary>How much work of a kind there is.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Pieces">How many pieces, whether due already or not.</param>
/// <param name="LongestDue">When the first of them was, or will be, due.</param>
public sealed record Backlog(string Kind, long Pieces, DateTimeOffset LongestDue);

/// <summary>The database cannot be used just now: away, full, read-only, damaged. The message is one line for an operator.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
