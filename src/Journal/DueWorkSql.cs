using System.Data.Common;

namespace NatoServices.Journal;

internal static class DueWorkSql
{
    // leased_until alone does not fence off an earlier holder: work that is given back and leased again at once can get the same
    // leased_until and, if it was postponed afresh, the same number of attempts. Only the taken counter never repeats.
    private const string Held = "id = $1 AND leased_until = $2 AND taken = $3";

    /// <summary>Must run in a transaction. <paramref name="locking"/> skips rows that another one has locked, if the engine can.</summary>
    public static async Task<IReadOnlyList<DueWork>> LeaseDueAsync(this Session session, TimeSpan lease, int limit, string locking)
    {
        // MATERIALIZED: without it PostgreSQL may run the inner query more than once and lease more than the limit.
        var taken = await session.QueryAsync(
            $"""
            WITH takeable AS MATERIALIZED (
                SELECT id FROM due_work WHERE due_at <= $1 AND leased_until <= $1 ORDER BY due_at, id LIMIT $2 {locking})
            UPDATE due_work SET attempts = attempts + 1, taken = taken + 1, leased_until = $3 WHERE id IN (SELECT id FROM takeable)
            RETURNING id, stream, kind, due_at, body, attempts, leased_until, taken, trace
            """, row => ReadWork(row), session.Now, limit, session.Now + (lease.Ticks / TimeSpan.TicksPerMicrosecond));
        return [.. taken.OrderBy(work => work.DueAt).ThenBy(work => work.Id, StringComparer.Ordinal)];
    }

    public static async Task<bool> HoldsAsync(this Session session, DueWork work) =>
        await session.QueryAsync($"SELECT 1 FROM due_work WHERE {Held}", _ => true, Fence(work)) is [true];

    /// <summary>Removes a piece of work; false if the lease was lost.</summary>
    public static async Task<bool> RemoveAsync(this Session session, DueWork work) =>
        await session.ExecuteAsync($"DELETE FROM due_work WHERE {Held}", Fence(work)) > 0;

    public static async Task<bool> PostponeAsync(this Session session, DueWork work, DateTimeOffset dueAt, bool afresh) =>
        await session.ExecuteAsync(
            $"UPDATE due_work SET due_at = $4, attempts = $5, leased_until = 0 WHERE {Held}",
            [.. Fence(work), Microseconds.From(dueAt), afresh ? 0L : work.Attempts]) > 0;

    public static async Task<DateTimeOffset?> NextDueAsync(this Session session) =>
        await session.QueryAsync(
            "SELECT min(CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END) FROM due_work",
            row => row.IsDBNull(0) ? (DateTimeOffset?)null : Microseconds.ToMoment(row.GetInt64(0))) is [var next] ? next : null;

    public static async Task<IReadOnlyList<Backlog>> BacklogAsync(this Session session) =>
        await session.QueryAsync(
            "SELECT kind, count(*), min(due_at) FROM due_work GROUP BY kind",
            row => new Backlog(row.GetString(0), row.GetInt64(1), Microseconds.ToMoment(row.GetInt64(2))));

    private static object?[] Fence(DueWork work) => [work.Id, Microseconds.From(work.LeasedUntil), work.Taking];

    private static DueWork ReadWork(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), Microseconds.ToMoment(row.GetInt64(3)), row.GetString(4), (int)row.GetInt64(5),
        Microseconds.ToMoment(row.GetInt64(6)), row.GetInt64(7), row.IsDBNull(8) ? null : row.GetString(8));
}
