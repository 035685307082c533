namespace NatoServices.Journal.Tests.Ledgers;

/// <summary>A journal that counts what is read and lets others in at a given point.</summary>
internal sealed class WatchedJournal(IJournal inner) : IJournal
{
    /// <summary>The actor whose appends fail.</summary>
    public const string Failing = "the unlucky one";

    private int entriesRead;

    /// <summary>How many entries were read from the database.</summary>
    public int EntriesRead => Volatile.Read(ref entriesRead);

    /// <summary>Happens once, just before a head is read.</summary>
    public Func<Task>? BeforeHead { get; set; }

    /// <summary>Happens once, just before an append.</summary>
    public Func<Task>? BeforeAppend { get; set; }

    /// <summary>Happens once, just after an append.</summary>
    public Action? AfterAppend { get; set; }

    /// <summary>Sees every append.</summary>
    public Action<Append>? Appending { get; set; }

    public async Task<Head> HeadAsync(string stream, CancellationToken cancellation = default)
    {
        var (before, _) = (BeforeHead, BeforeHead = null);
        if (before is not null) await before();
        return await inner.HeadAsync(stream, cancellation);
    }

    public async Task<Appended> AppendAsync(Append append, CancellationToken cancellation = default)
    {
        Appending?.Invoke(append);
        var (before, _) = (BeforeAppend, BeforeAppend = null);
        if (before is not null) await before();
        if (append.Actor == Failing) throw new JournalUnavailableException("The disk is full.");
        var appended = await inner.AppendAsync(append, cancellation);
        var (after, _) = (AfterAppend, AfterAppend = null);
        after?.Invoke();
        return appended;
    }

    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        string stream, long after = 0, long upTo = long.MaxValue,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var entry in inner.ReadAsync(stream, after, upTo, cancellation))
        {
            Interlocked.Increment(ref entriesRead);
            yield return entry;
        }
    }

    public Task<JournalEntry?> FindRequestAsync(string stream, string requestId, CancellationToken cancellation = default) =>
        inner.FindRequestAsync(stream, requestId, cancellation);

    public Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, string after, int limit, CancellationToken cancellation = default) =>
        inner.ListStreamsAsync(prefix, after, limit, cancellation);

    public Task<IReadOnlyList<DueWork>> LeaseDueAsync(TimeSpan lease, int limit, CancellationToken cancellation = default) =>
        inner.LeaseDueAsync(lease, limit, cancellation);

    public Task<Appended?> CompleteAsync(DueWork work, Append? outcome, CancellationToken cancellation = default) =>
        inner.CompleteAsync(work, outcome, cancellation);

    public Task<bool> PostponeAsync(DueWork work, DateTimeOffset dueAt, bool afresh = false, CancellationToken cancellation = default) =>
        inner.PostponeAsync(work, dueAt, afresh, cancellation);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation = default) => inner.NextDueAsync(cancellation);

    public Task<IReadOnlyList<Backlog>> BacklogAsync(CancellationToken cancellation = default) => inner.BacklogAsync(cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
