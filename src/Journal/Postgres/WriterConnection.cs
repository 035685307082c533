using NatoServices.Journal.Writing;
using Npgsql;

namespace NatoServices.Journal.Postgres;

/// <summary>The writer's connection, with its statements prepared.</summary>
internal sealed class WriterConnection : IDisposable
{
    private readonly NpgsqlConnection connection;

    private readonly PreparedBatch look;

    private readonly PreparedBatch enter;

    private readonly PreparedBatch enterAndComplete;

    public WriterConnection(PostgresServer server)
    {
        connection = server.OpenForWriting();
        try
        {
            look = new(connection, WriterSql.LookAtHeads, WriterSql.LookAtRequests, WriterSql.LookAtLeases, WriterSql.LookAtLost);
            enter = new(connection, WriterSql.LockStreams, WriterSql.Enter);
            enterAndComplete = new(connection, WriterSql.LockStreams, WriterSql.LockWork, WriterSql.Enter);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Reads heads before requests, so that a request that has moved a stream is found.</summary>
    public Looked Look(IReadOnlyList<StreamShare> shares)
    {
        var appends = shares.SelectMany(share => share.Appends).ToList();
        var requests = appends.Where(append => append.Append.Request is not null).ToList();
        var works = appends.Where(append => append.Completing is not null).Select(append => append.Completing!).ToList();
        var lost = appends.Where(append => append.Lost is not null).Select(append => append.Lost!.Entries[^1]).ToList();
        using var reader = look.Execute(
            [Column(shares, share => share.Stream)],
            [Column(requests, append => append.Append.Stream), Column(requests, append => append.Append.Request!.Id)],
            [Column(works, work => work.Id), Column(works, work => Microseconds.From(work.LeasedUntil)), Column(works, work => work.Taking)],
            [.. Keys(lost), Column(lost, entry => entry.Hash.ToArray()), Column(lost, entry => entry.Request?.Id)]);
        return new(
            Rows(reader, row => (row.GetString(0), EntrySql.ReadHead(row, 1))).ToDictionary(StringComparer.Ordinal),
            Rows(reader, EntrySql.ReadEntry).ToLookup(last => (last.Stream, last.Request!.Id)),
            [.. Rows(reader, row => (row.GetString(0), row.GetInt64(1)))],
            [.. Rows(reader, row => (row.GetString(0), row.GetInt64(1)))]);
    }

    /// <summary>Enters the ruled entries in one durable commit. Returns the streams for which nothing was entered.</summary>
    /// <param name="shares">Sorted by stream name, see <see cref="WriterSql"/>.</param>
    public HashSet<string> Enter(IReadOnlyList<StreamShare> shares)
    {
        var appends = shares.SelectMany(share => share.Entering).ToList();
        var completing = appends.Where(append => append.Completing is not null).ToList();
        var columns = Columns(shares, appends, completing);
        Array streams = columns[0];
        using var reader = completing.Count == 0
            ? enter.Execute([streams], columns)
            : enterAndComplete.Execute([streams], [Column(completing, append => append.Completing!.Id)], columns);
        reader.NextResult();
        if (completing.Count > 0) reader.NextResult();
        // The server reports the commit last.
        return Rows(reader, row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);
    }

    public void Dispose()
    {
        foreach (var batch in (PreparedBatch[])[look, enter, enterAndComplete]) batch.Dispose();
        connection.Dispose();
    }

    private static Array[] Columns(IReadOnlyList<StreamShare> shares, List<PostgresAppend> appends, List<PostgresAppend> completing)
    {
        var entries = appends.SelectMany(append => append.Entries).ToList();
        var requests = entries.Where(entry => entry.Request is not null).ToList();
        var caused = appends.SelectMany(Caused.Of).ToList();
        return
        [
            Column(shares, share => share.Stream), Column(shares, share => share.From.Revision), Column(shares, share => share.From.Hash.ToArray()),
            Column(requests, entry => entry.Stream), Column(requests, entry => entry.Request!.Id),
            Column(completing, append => append.Append.Stream), Column(completing, append => append.Completing!.Id),
            Column(completing, append => Microseconds.From(append.Completing!.LeasedUntil)), Column(completing, append => append.Completing!.Taking),
            .. Keys(entries), Column(entries, entry => Microseconds.From(entry.RecordedAt)), Column(entries, entry => entry.Kind),
            Column(entries, entry => entry.Body), Column(entries, entry => entry.Actor), Column(entries, entry => entry.Request?.Id),
            Column(entries, entry => entry.Request?.Fingerprint.ToArray()), Column(entries, entry => entry.Hash.ToArray()),
            Column(entries, entry => entry.Sealed),
            Column(caused, work => work.By.Stream), Column(caused, work => work.By.Revision),
            Column(caused, work => Appending.IdOf(work.By, work.Place)), Column(caused, work => work.Due.Kind),
            Column(caused, work => Microseconds.From(work.Due.DueAt)), Column(caused, work => work.Due.Body), Column(caused, work => work.Trace),
        ];
    }

    /// <summary>Reads one result, and goes on to the next.</summary>
    private static IEnumerable<T> Rows<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read)
    {
        while (reader.Read()) yield return read(reader);
        reader.NextResult();
    }

    private static Array[] Keys(List<JournalEntry> entries) =>
        [Column(entries, entry => entry.Stream), Column(entries, entry => entry.Revision)];

    private static TColumn[] Column<TRow, TColumn>(IReadOnlyList<TRow> rows, Func<TRow, TColumn> of)
    {
        var column = new TColumn[rows.Count];
        for (var i = 0; i < column.Length; i++) column[i] = of(rows[i]);
        return column;
    }

    private sealed record Caused(JournalEntry By, NewDueWork Due, int Place, string? Trace)
    {
        public static IEnumerable<Caused> Of(PostgresAppend append) =>
            append.Append.Due.Select((due, i) => new Caused(append.Entries[^1], due, i, append.Append.Trace));
    }
}
