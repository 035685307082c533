namespace NatoServices.Journal;

/// <summary>Reading and appending entries: the same SQL for every engine.</summary>
internal static class EntrySql
{
    private const string Columns = """
        stream AS Stream, revision AS Revision, recorded_at AS RecordedAt, kind AS Kind, body AS Body, actor AS Actor,
        request_id AS RequestId, request_hash AS RequestHash, hash AS Hash, sealed AS Sealed
        """;

    /// <summary>All or none, once: see <see cref="IJournal.AppendAsync"/>. Runs in a transaction.</summary>
    public static async Task<Appended> AppendAsync(this Session session, Append append)
    {
        // In this order: a request that made the stream move is then seen, even if it was committed between the two.
        var head = await session.LastAsync(append.Stream);
        if (append.Request is { } request && await session.FindRequestAsync(append.Stream, request.Id) is { } last)
            return new Appended.RequestKnown(last);
        if ((head?.Revision ?? 0) != append.ExpectedRevision || !Follows(append, head)) return new Appended.Moved(head?.Revision ?? 0);

        // A clock may go back, the record may not: "as known at" depends on it, and what falls due is not entered before it did.
        var recordedAt = Microseconds.ToMoment(Math.Max(session.Now, head?.RecordedAt ?? long.MinValue));
        if (append.DecidedAt > recordedAt) recordedAt = append.DecidedAt.Value;
        if (recordedAt >= append.Before) return new Appended.TooLate(recordedAt);

        var entries = Chain(append, head, recordedAt);
        await session.ExecuteAsync(
            """
            INSERT INTO entries (stream, revision, recorded_at, kind, body, actor, request_id, request_hash, hash, sealed)
            VALUES (@Stream, @Revision, @RecordedAt, @Kind, @Body, @Actor, @RequestId, @RequestHash, @Hash, @Sealed)
            """, entries);
        append.Carriage.Hash = entries[^1].Hash;
        if (append.Due.Count > 0) await session.AddDueAsync(append, entries[^1].Revision);
        return new Appended.Committed([.. entries.Select(e => e.ToEntry())]);
    }

    public static async Task<Head> HeadAsync(this Session session, string stream) =>
        await session.LastAsync(stream) is { } last ? new(last.Revision, last.Hash, Microseconds.ToMoment(last.RecordedAt)) : Head.None;

    public static async Task<List<JournalEntry>> PageAsync(this Session session, string stream, long after, long upTo, int limit) =>
        [.. (await session.QueryAsync<EntryRow>(
            $"""
            SELECT {Columns} FROM entries
            WHERE stream = @stream AND revision > @after AND revision <= @upTo ORDER BY revision LIMIT @limit
            """, new { stream, after, upTo, limit })).Select(row => row.ToEntry())];

    public static async Task<JournalEntry?> FindRequestAsync(this Session session, string stream, string requestId) =>
        (await session.FirstAsync<EntryRow>(
            $"SELECT {Columns} FROM entries WHERE stream = @stream AND request_id = @requestId", new { stream, requestId }))?.ToEntry();

    /// <remarks>A range instead of LIKE: the index serves it, and % or _ mean themselves. No name contains U+10FFFF, a noncharacter.</remarks>
    public static async Task<IReadOnlyList<string>> ListStreamsAsync(this Session session, string prefix, string after, int limit) =>
        [.. await session.QueryAsync<string>(
            """
            SELECT stream FROM entries
            WHERE revision = 1 AND stream > @after AND stream >= @prefix AND stream < @beyond ORDER BY stream LIMIT @limit
            """, new { prefix, after, beyond = prefix + "\U0010FFFF", limit })];

    private static Task<HeadRow?> LastAsync(this Session session, string stream) =>
        session.FirstAsync<HeadRow>(
            """
            SELECT revision AS Revision, recorded_at AS RecordedAt, hash AS Hash
            FROM entries WHERE stream = @stream ORDER BY revision DESC LIMIT 1
            """, new { stream });

    /// <summary>Whether the last entry is that of the append that this one was decided on, if it was decided on one.</summary>
    private static bool Follows(Append append, HeadRow? head) =>
        append.After is not { } before || (head is not null && before.Hash.Span.SequenceEqual(head.Hash));

    private static EntryRow[] Chain(Append append, HeadRow? head, DateTimeOffset recordedAt)
    {
        var (revision, hash) = (head?.Revision ?? 0, head?.Hash ?? HashChain.Root(append.Stream));
        var rows = new EntryRow[append.Entries.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var (kind, body, beside) = append.Entries[i];
            hash = HashChain.Next(hash, ++revision, recordedAt, kind, append.Actor, body);
            var request = i == rows.Length - 1 ? append.Request : null;
            rows[i] = new(
                append.Stream, revision, Microseconds.From(recordedAt), kind, body, append.Actor, request?.Id, request?.Fingerprint.ToArray(),
                hash, beside);
        }
        return rows;
    }

    private sealed record HeadRow(long Revision, long RecordedAt, byte[] Hash);

    private sealed record EntryRow(
        string Stream, long Revision, long RecordedAt, string Kind, string Body, string Actor, string? RequestId, byte[]? RequestHash,
        byte[] Hash, string? Sealed)
    {
        public JournalEntry ToEntry() => new(
            Stream, Revision, Microseconds.ToMoment(RecordedAt), Kind, Body, Actor, RequestId is null ? null : new(RequestId, RequestHash),
            Hash, Sealed);
    }
}
