using System.Data.Common;

namespace NatoServices.Journal;

/// <summary>SQL that reads entries, for every engine.</summary>
internal static class EntrySql
{
    /// <summary>In the order that <see cref="ReadEntry"/> expects.</summary>
    public const string Columns = "stream, revision, recorded_at, kind, body, actor, request_id, request_hash, hash, sealed";

    public static async Task<Head> HeadAsync(this Session session, string stream) =>
        await session.QueryAsync(
            "SELECT revision, hash, recorded_at FROM entries WHERE stream = $1 ORDER BY revision DESC LIMIT 1", row => ReadHead(row, 0), stream)
            is [var head] ? head : Head.None;

    public static Task<List<JournalEntry>> PageAsync(this Session session, string stream, long after, long upTo, int limit) =>
        session.QueryAsync(
            $"SELECT {Columns} FROM entries WHERE stream = $1 AND revision > $2 AND revision <= $3 ORDER BY revision LIMIT $4",
            row => ReadEntry(row), stream, after, upTo, limit);

    public static async Task<JournalEntry?> FindRequestAsync(this Session session, string stream, string requestId) =>
        await session.QueryAsync(
            $"SELECT {Columns} FROM entries WHERE stream = $1 AND request_id = $2", row => ReadEntry(row), stream, requestId)
            is [var last] ? last : null;

    /// <remarks>
    /// A range instead of LIKE: it uses the index, and % or _ need no escape. No name contains the noncharacter U+10FFFF.
    /// </remarks>
    public static async Task<IReadOnlyList<string>> ListStreamsAsync(this Session session, string prefix, string after, int limit) =>
        await session.QueryAsync(
            """
            SELECT stream FROM entries
            WHERE revision = 1 AND stream > $1 AND stream >= $2 AND stream < $3 ORDER BY stream LIMIT $4
            """, row => row.GetString(0), after, prefix, prefix + "\U0010FFFF", limit);

    /// <summary>Reads revision, hash and recorded_at from the columns that begin at <paramref name="from"/>.</summary>
    public static Head ReadHead(DbDataReader row, int from) =>
        new(row.GetInt64(from), row.GetFieldValue<byte[]>(from + 1), Microseconds.ToMoment(row.GetInt64(from + 2)));

    public static JournalEntry ReadEntry(DbDataReader row) => new(
        row.GetString(0), row.GetInt64(1), Microseconds.ToMoment(row.GetInt64(2)), row.GetString(3), row.GetString(4), row.GetString(5),
        row.IsDBNull(6) ? null : new(row.GetString(6), row.IsDBNull(7) ? default(ReadOnlyMemory<byte>) : row.GetFieldValue<byte[]>(7)),
        row.GetFieldValue<byte[]>(8), row.IsDBNull(9) ? null : row.GetString(9));
}
