using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using NatoServices.Journal.Writing;
using SQLitePCL;

namespace NatoServices.Journal.Sqlite;

/// <summary>
/// Writes to the file: SQLite allows one write transaction at a time. The operations of a group run in one transaction, each in its own
/// savepoint, and are answered after the commit.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const string Savepoint = "SAVEPOINT operation";

    private readonly SqliteFile file;

    private readonly TimeProvider clock;

    private readonly GroupCommitWriter<ISqliteOperation> writer;

    private readonly Dictionary<string, DbCommand> prepared = new(StringComparer.Ordinal);

    private SqliteConnection? connection;

    private long version;

    public SqliteWriter(SqliteFile file, TimeProvider clock)
    {
        (this.file, this.clock) = (file, clock);
        writer = new("journal (SQLite)", Commit);
    }

    /// <summary>Valid while no other process writes.</summary>
    public KnownHeads Heads { get; } = new();

    public Task<T> RunAsync<T>(Func<Session, Task<T>> operation, int size, CancellationToken cancellation)
    {
        var its = new SqliteOperation<T>(operation, size, cancellation);
        return writer.RunAsync(its, its.Outcome, cancellation);
    }

    /// <summary>Accepts no more operations and runs those that wait. If another process has the database locked, they fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        Close();
    }

    private void Commit(List<ISqliteOperation> group)
    {
        var carriedOut = new List<ISqliteOperation>(group.Count);
        try
        {
            var open = connection ??= file.OpenForWriting();
            Begin(open);
            ForgetIfOthersWrote(open);
            foreach (var operation in group)
                if (operation.TryBegin() && Try(operation, open)) carriedOut.Add(operation);
            Execute(open, "COMMIT");
        }
        catch (Exception e)
        {
            // Closing the connection rolls back what is not committed. The next group opens a new one.
            Close();
            throw file.Explain(e);
        }
        JournalMeasures.Commit(carriedOut.Count);
        foreach (var operation in carriedOut) operation.Acknowledge();
    }

    private bool Try(ISqliteOperation operation, SqliteConnection open)
    {
        Execute(open, Savepoint);
        try
        {
            operation.Run(new(open, null, clock.GetUtcNow(), prepared, CancellationToken.None));
        }
        catch (Exception e) when (IsInTransaction(open))
        {
            SqliteFile.Execute(open, "ROLLBACK TO operation; RELEASE operation");
            Heads.Forget();
            operation.Fail(file.Explain(e));
            return false;
        }
        Execute(open, "RELEASE operation");
        return true;
    }

    /// <summary>Waits for other processes. SQLite's own waits grow to 100 ms, in which a busy neighbour always comes first.</summary>
    private void Begin(SqliteConnection open)
    {
        var began = Stopwatch.GetTimestamp();
        int answer;
        do answer = raw.sqlite3_exec(open.Handle, "BEGIN IMMEDIATE");
        while ((answer & 0xFF) == raw.SQLITE_BUSY && !writer.IsEnding && Stopwatch.GetElapsedTime(began) < file.Patience);
        SqliteException.ThrowExceptionForRC(answer, open.Handle);
    }

    /// <summary>Runs inside the transaction: nobody else writes until its end, so the heads stay valid.</summary>
    private void ForgetIfOthersWrote(SqliteConnection open)
    {
        var now = (long)Prepared(open, "PRAGMA data_version").ExecuteScalar()!;
        if (now != version) Heads.Forget();
        version = now;
    }

    private void Execute(SqliteConnection open, string sql) => Prepared(open, sql).ExecuteNonQuery();

    private DbCommand Prepared(SqliteConnection open, string sql)
    {
        if (prepared.TryGetValue(sql, out var command)) return command;
        command = open.CreateCommand();
        command.CommandText = sql;
        prepared.Add(sql, command);
        return command;
    }

    private void Close()
    {
        foreach (var command in prepared.Values) command.Dispose();
        prepared.Clear();
        Heads.Forget();
        connection?.Dispose();
        connection = null;
    }

    /// <summary>False if SQLite has rolled back the whole transaction, not just one operation, for example on a full disk.</summary>
    private static bool IsInTransaction(SqliteConnection open) => raw.sqlite3_get_autocommit(open.Handle) == 0;
}
