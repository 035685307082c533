using static NpgsqlTypes.NpgsqlDbType;

namespace NatoServices.Journal.Postgres;

/// <summary>
/// The SQL of the writer. All locks that it waits for are taken in one order, so two processes never wait for each other: streams by name,
/// due work by id, then the keys of entries by stream and revision. The keys of the work that an entry causes are contended only by the
/// transaction that has the entry's key. Older versions, which do not lock streams, lock one piece of due work and then enter into one
/// stream.
/// </summary>
/// <remarks>A lateral query with a limit uses the index row by row; a join or EXISTS might be planned as a scan of the table.</remarks>
internal static class WriterSql
{
    /// <summary>Separates these advisory locks from others in this database. Any number will do, but it must never change.</summary>
    public const string LockSpace = "7310593858020254331";

    /// <summary>
    /// Makes processes that write to the same streams take turns. Without it the primary key would still decide, but only after a wait for
    /// the other commit, and it would roll back the whole group.
    /// </summary>
    public static Statement LockStreams { get; } = new(
        $"SELECT FROM unnest($1) AS s (stream) WHERE pg_advisory_xact_lock(hashtextextended(s.stream, {LockSpace})) IS NULL", Text);

    public static Statement LockWork { get; } = new("SELECT FROM due_work WHERE id = ANY ($1) ORDER BY id FOR UPDATE", Text);

    /// <summary>
    /// Enters the entries of a stream if all conditions hold: its head is unchanged, none of its requests is known, none of its leases is
    /// lost. Returns the streams for which a condition fails; nothing is entered for them.
    /// </summary>
    public static Statement Enter { get; } = new(
        $"""
        WITH failed AS MATERIALIZED (
            SELECT s.stream FROM unnest($1, $2, $3) AS s (stream, revision, hash)
            LEFT JOIN LATERAL (SELECT revision, hash FROM entries WHERE stream = s.stream ORDER BY revision DESC LIMIT 1) AS head ON TRUE
            WHERE (s.revision, s.hash) IS DISTINCT FROM (coalesce(head.revision, 0), coalesce(head.hash, ''))
            UNION ALL
            SELECT r.stream FROM unnest($4, $5) AS r (stream, request_id)
            CROSS JOIN LATERAL (SELECT FROM entries WHERE stream = r.stream AND request_id = r.request_id LIMIT 1) AS known
            UNION ALL
            SELECT w.stream FROM unnest($6, $7, $8, $9) AS w (stream, id, leased_until, taken)
            LEFT JOIN LATERAL (
                SELECT TRUE AS holds FROM due_work WHERE id = w.id AND leased_until = w.leased_until AND taken = w.taken LIMIT 1) AS held ON TRUE
            WHERE held.holds IS NULL
        ), entered AS (
            INSERT INTO entries ({EntrySql.Columns})
            SELECT {EntrySql.Columns} FROM unnest($10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
                WITH ORDINALITY AS e ({EntrySql.Columns}, place)
            WHERE e.stream NOT IN (SELECT stream FROM failed) ORDER BY e.place
            RETURNING stream, revision
        ), caused AS (
            INSERT INTO due_work (id, stream, kind, due_at, body, trace)
            SELECT d.id, d.stream, d.kind, d.due_at, d.body, d.trace
            FROM unnest($20, $21, $22, $23, $24, $25, $26) AS d (stream, revision, id, kind, due_at, body, trace)
            JOIN entered ON entered.stream = d.stream AND entered.revision = d.revision
        ), completed AS (
            DELETE FROM due_work USING unnest($6, $7) AS w (stream, id)
            WHERE due_work.id = w.id AND w.stream NOT IN (SELECT stream FROM failed)
        )
        SELECT stream FROM failed
        """,
        Text, Bigint, Bytea,
        Text, Text,
        Text, Text, Bigint, Bigint,
        Text, Bigint, Bigint, Text, Text, Text, Text, Bytea, Bytea, Text,
        Text, Bigint, Text, Text, Bigint, Text, Text);

    public static Statement LookAtHeads { get; } = new(
        """
        SELECT s.stream, head.revision, head.hash, head.recorded_at FROM unnest($1) AS s (stream)
        CROSS JOIN LATERAL (
            SELECT revision, hash, recorded_at FROM entries WHERE stream = s.stream ORDER BY revision DESC LIMIT 1) AS head
        """, Text);

    public static Statement LookAtRequests { get; } = new(
        $"""
        SELECT known.* FROM unnest($1, $2) AS r (stream, request_id)
        CROSS JOIN LATERAL (SELECT {EntrySql.Columns} FROM entries WHERE stream = r.stream AND request_id = r.request_id LIMIT 1) AS known
        """, Text, Text);

    /// <summary>Returns the leases that were lost.</summary>
    public static Statement LookAtLeases { get; } = new(
        """
        SELECT w.id, w.taken FROM unnest($1, $2, $3) AS w (id, leased_until, taken)
        LEFT JOIN LATERAL (
            SELECT TRUE AS holds FROM due_work WHERE id = w.id AND leased_until = w.leased_until AND taken = w.taken LIMIT 1) AS held ON TRUE
        WHERE held.holds IS NULL
        """, Text, Bigint, Bigint);

    /// <summary>Returns the entries that are on record.</summary>
    public static Statement LookAtLost { get; } = new(
        """
        SELECT s.stream, s.revision FROM unnest($1, $2, $3, $4) AS s (stream, revision, hash, request_id)
        CROSS JOIN LATERAL (
            SELECT FROM entries WHERE stream = s.stream AND revision = s.revision AND hash = s.hash
                AND request_id IS NOT DISTINCT FROM s.request_id LIMIT 1) AS entered
        """, Text, Bigint, Bytea, Text);
}
