using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace NatoServices.Journal;

/// <summary>The journal on any SQL engine. An engine defines how to connect, how to commit and how to explain failures.</summary>
/// <param name="system">The name of the database system, for spans.</param>
/// <param name="hasDriverWithSpans">Whether the driver makes spans; it cannot make those of appends, which share commits.</param>
/// <param name="locking">SQL that keeps concurrent transactions from leasing the same work, if the engine allows concurrency.</param>
internal abstract class SqlJournal(string system, bool hasDriverWithSpans, string locking) : IJournal
{
    private const int PageSize = 256;
    private const string Entries = "entries";
    private const string DueWork = "due_work";

    public async Task<Appended> AppendAsync(Append append, CancellationToken cancellation = default)
    {
        Check(append);
        return Entered(await SpanAsync("INSERT", Entries, () => EnterAsync(append, null, cancellation), always: true))!;
    }

    public Task<Head> HeadAsync(string stream, CancellationToken cancellation = default) =>
        QueryAsync(Entries, session => session.HeadAsync(stream), cancellation);

    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        string stream, long after = 0, long upTo = long.MaxValue, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // Page by page, so that a slow reader holds neither a connection nor an old snapshot of the database.
        while (after < upTo)
        {
            var from = after;
            var page = await QueryAsync(Entries, session => session.PageAsync(stream, from, upTo, PageSize), cancellation);
            foreach (var entry in page) yield return entry;
            if (page.Count < PageSize) yield break;
            after = page[^1].Revision;
        }
    }

    public Task<JournalEntry?> FindRequestAsync(string stream, string requestId, CancellationToken cancellation = default) =>
        QueryAsync(Entries, session => session.FindRequestAsync(stream, requestId), cancellation);

    public Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, string after, int limit, CancellationToken cancellation = default) =>
        QueryAsync(Entries, session => session.ListStreamsAsync(prefix, after, limit), cancellation);

    public Task<IReadOnlyList<DueWork>> LeaseDueAsync(TimeSpan lease, int limit, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lease, TimeSpan.FromMilliseconds(1));
        return ChangeAsync("UPDATE", session => session.LeaseDueAsync(lease, limit, locking), cancellation);
    }

    public async Task<Appended?> CompleteAsync(DueWork work, Append? outcome, CancellationToken cancellation = default)
    {
        if (outcome is null)
            return await ChangeAsync("DELETE", session => session.RemoveAsync(work), cancellation) ? new Appended.Committed([]) : null;
        Check(outcome);
        return Entered(await SpanAsync("DELETE", DueWork, () => EnterAsync(outcome, work, cancellation), always: true));
    }

    public Task<bool> PostponeAsync(DueWork work, DateTimeOffset dueAt, bool afresh = false, CancellationToken cancellation = default) =>
        ChangeAsync("UPDATE", session => session.PostponeAsync(work, dueAt, afresh), cancellation);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation = default) =>
        QueryAsync(DueWork, session => session.NextDueAsync(), cancellation);

    public Task<IReadOnlyList<Backlog>> BacklogAsync(CancellationToken cancellation = default) =>
        QueryAsync(DueWork, session => session.BacklogAsync(), cancellation);

    public abstract ValueTask DisposeAsync();

    /// <summary>Runs a query on committed data.</summary>
    protected abstract Task<T> ReadAsync<T>(Func<Session, Task<T>> query, CancellationToken cancellation);

    /// <summary>Runs an operation as one transaction; completes when it is durable.</summary>
    protected abstract Task<T> WriteAsync<T>(Func<Session, Task<T>> operation, CancellationToken cancellation);

    /// <summary>Appends, and removes the completed work, in the order of the calls; completes when it is durable.</summary>
    /// <returns>Null if the lease of the work was lost.</returns>
    protected abstract Task<Appended?> EnterAsync(Append append, DueWork? completing, CancellationToken cancellation);

    private static Appended? Entered(Appended? appended)
    {
        if (appended is Appended.Committed { Entries: var entries }) JournalMeasures.Enter(entries);
        return appended;
    }

    private Task<T> QueryAsync<T>(string table, Func<Session, Task<T>> query, CancellationToken cancellation) =>
        SpanAsync("SELECT", table, () => ReadAsync(query, cancellation));

    private Task<T> ChangeAsync<T>(string operation, Func<Session, Task<T>> change, CancellationToken cancellation) =>
        SpanAsync(operation, DueWork, () => WriteAsync(change, cancellation));

    /// <summary>The span includes the wait for the engine's turn, because the caller waits for it too.</summary>
    private async Task<T> SpanAsync<T>(string operation, string table, Func<Task<T>> run, bool always = false)
    {
        using var span = always || !hasDriverWithSpans ? Signals.Database(system, operation, table) : null;
        try
        {
            return await run();
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            throw;
        }
    }

    private static void Check(Append append)
    {
        ArgumentOutOfRangeException.ThrowIfZero(append.Entries.Count, nameof(append));
        ArgumentOutOfRangeException.ThrowIfNegative(append.ExpectedRevision, nameof(append));
        Check(append.Stream);
        Check(append.Actor);
        Check(append.Request?.Id);
        foreach (var entry in append.Entries)
        {
            Check(entry.Kind);
            Check(entry.Body);
            Check(entry.Sealed);
            if (!Seal.Holds(entry.Body, entry.Sealed))
                throw new ArgumentException("The body of an entry names the seal of the text beside it.", nameof(append));
        }
        foreach (var due in append.Due)
        {
            Check(due.Kind);
            Check(due.Body);
        }
    }

    /// <summary>Other texts are not stored alike by both engines, and a text stored differently than hashed breaks the chain.</summary>
    private static void Check(ReadOnlySpan<char> text)
    {
        if (text.Contains('\0') || !IsWellFormed(text)) throw new ArgumentException("Texts in the journal are well-formed Unicode without U+0000.");
    }

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF')) return true;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) is not OperationStatus.Done) return false;
            text = text[length..];
        }
        return true;
    }
}
