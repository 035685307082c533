namespace NatoServices.Journal;

/// <summary>Keeping due work: the same SQL for every engine, but for how one waits for the other.</summary>
internal static class DueWorkSql
{
    // The lease alone is no fence: a piece given back and taken again at once may bear the same one, and, when it was given back
    // afresh, the same attempt. How often it was taken only ever grows.
    private const string Held = "id = @Id AND leased_until = @LeasedUntil AND taken = @Taking";

    public static Task AddDueAsync(this Session session, Append append, long revision) =>
        session.ExecuteAsync(
            "INSERT INTO due_work (id, stream, kind, due_at, body, trace) VALUES (@Id, @Stream, @Kind, @DueAt, @Body, @Trace)",
            append.Due.Select((due, i) => new
            {
                Id = $"{append.Stream}@{revision}#{i + 1}",
                append.Stream,
                due.Kind,
                DueAt = Microseconds.From(due.DueAt),
                due.Body,
                append.Trace,
            }).ToArray());

    /// <param name="session">In a transaction.</param>
    /// <param name="lease">How long.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="locking">Has the engine pass over rows that another transaction is just taking, if it can.</param>
    public static async Task<IReadOnlyList<DueWork>> LeaseDueAsync(this Session session, TimeSpan lease, int limit, string locking)
    {
        // MATERIALIZED: without it PostgreSQL may run the inner query more than once and take more than the limit.
        var taken = await session.QueryAsync<DueRow>(
            $"""
            WITH takeable AS MATERIALIZED (
                SELECT id FROM due_work WHERE due_at <= @now AND leased_until <= @now ORDER BY due_at, id LIMIT @limit {locking})
            UPDATE due_work SET attempts = attempts + 1, taken = taken + 1, leased_until = @until WHERE id IN (SELECT id FROM takeable)
            RETURNING id AS Id, stream AS Stream, kind AS Kind, due_at AS DueAt, body AS Body, attempts AS Attempts,
                leased_until AS LeasedUntil, taken AS Taking, trace AS Trace
            """, new { now = session.Now, until = session.Now + (lease.Ticks / TimeSpan.TicksPerMicrosecond), limit });
        return [.. taken.OrderBy(row => row.DueAt).ThenBy(row => row.Id, StringComparer.Ordinal).Select(row => row.ToWork())];
    }

    public static async Task<Appended?> CompleteAsync(this Session session, DueWork work, Append? outcome)
    {
        // An update that changes nothing: it tells whether the lease holds, and locks the row until the outcome is decided.
        if (await session.ExecuteAsync($"UPDATE due_work SET taken = taken WHERE {Held}", Fence(work)) == 0) return null;
        var appended = outcome is null ? new Appended.Committed([]) : await session.AppendAsync(outcome);
        if (appended is Appended.Committed) await session.ExecuteAsync($"DELETE FROM due_work WHERE {Held}", Fence(work));
        return appended;
    }

    public static async Task<bool> PostponeAsync(this Session session, DueWork work, DateTimeOffset dueAt, bool afresh) =>
        await session.ExecuteAsync(
            $"UPDATE due_work SET due_at = @DueAt, attempts = @Attempts, leased_until = 0 WHERE {Held}",
            Fence(work) with { DueAt = Microseconds.From(dueAt), Attempts = afresh ? 0 : work.Attempts }) > 0;

    public static async Task<DateTimeOffset?> NextDueAsync(this Session session) =>
        await session.FirstAsync<long?>(
            "SELECT min(CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END) FROM due_work", new { }) is { } next
            ? Microseconds.ToMoment(next)
            : null;

    public static async Task<IReadOnlyList<Backlog>> BacklogAsync(this Session session) =>
        [.. (await session.QueryAsync<BacklogRow>(
            "SELECT kind AS Kind, count(*) AS Pieces, min(due_at) AS LongestDue FROM due_work GROUP BY kind", new { }))
            .Select(row => new Backlog(row.Kind, row.Pieces, Microseconds.ToMoment(row.LongestDue)))];

    private static Lease Fence(DueWork work) => new(work.Id, Microseconds.From(work.LeasedUntil), work.Taking);

    private sealed record Lease(string Id, long LeasedUntil, long Taking, long DueAt = 0, long Attempts = 0);

    /// <remarks>Set field by field: of what it computes SQLite doesn't know the types while there are no rows.</remarks>
    private sealed class BacklogRow
    {
        public string Kind { get; init; } = "";

        public long Pieces { get; init; }

        public long LongestDue { get; init; }
    }

    private sealed record DueRow(
        string Id, string Stream, string Kind, long DueAt, string Body, long Attempts, long LeasedUntil, long Taking, string? Trace)
    {
        public DueWork ToWork() =>
            new(Id, Stream, Kind, Microseconds.ToMoment(DueAt), Body, (int)Attempts, Microseconds.ToMoment(LeasedUntil), Taking, Trace);
    }
}
