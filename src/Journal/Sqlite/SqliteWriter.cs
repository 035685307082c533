using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NatoServices.Journal.Sqlite;

/// <summary>
/// The one writer of this process: SQLite lets one write at a time, and what costs is the commit. Operations that wait are
/// carried out in one transaction, each in a savepoint of its own, and answered after the commit.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MayWait = 1024;

    private const int MayShareOneCommit = 256;

    private readonly SqliteFile file;

    private readonly TimeProvider clock;

    private readonly Channel<SqliteOperation> waiting =
        Channel.CreateBounded<SqliteOperation>(new BoundedChannelOptions(MayWait) { SingleReader = true });

    private readonly Task writing;

    private SqliteConnection? connection;

    private volatile bool isEnding;

    public SqliteWriter(SqliteFile file, TimeProvider clock)
    {
        (this.file, this.clock) = (file, clock);
        writing = Task.Run(WriteAsync);
    }

    /// <summary>
    /// Has an operation carried out. Cancelled before it has begun, it is not; once it has begun, its outcome is answered all the same:
    /// otherwise work could be taken and nobody would have it.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<Session, Task<T>> operation, CancellationToken cancellation)
    {
        var its = new SqliteOperation<T>(operation, cancellation);
        try
        {
            await waiting.Writer.WriteAsync(its, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(IJournal));
        }
        return await its.Outcome;
    }

    /// <summary>Takes nothing more and carries out what waits, unless another process has the database: then that fails.</summary>
    public async ValueTask DisposeAsync()
    {
        isEnding = true;
        waiting.Writer.TryComplete();
        await writing;
        connection?.Dispose();
    }

    private async Task WriteAsync()
    {
        var group = new List<SqliteOperation>(MayShareOneCommit);
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (group.Count < MayShareOneCommit && waiting.Reader.TryRead(out var operation)) group.Add(operation);
            await CommitAsync(group);
            group.Clear();
        }
    }

    private async Task CommitAsync(List<SqliteOperation> group)
    {
        var carriedOut = new List<SqliteOperation>(group.Count);
        try
        {
            connection ??= file.OpenForWriting();
            Begin(connection);
            foreach (var operation in group)
                if (operation.TryBegin() && await TryAsync(operation, connection)) carriedOut.Add(operation);
            SqliteFile.Execute(connection, "COMMIT");
        }
        catch (Exception e)
        {
            // Closing the connection takes back what isn't committed; the next group begins with a new one.
            connection?.Dispose();
            connection = null;
            foreach (var operation in group) operation.Fail(file.Explain(e));
            return;
        }
        JournalMeasures.Commit(carriedOut.Count);
        foreach (var operation in carriedOut) operation.Acknowledge();
    }

    private async Task<bool> TryAsync(SqliteOperation operation, SqliteConnection connection)
    {
        SqliteFile.Execute(connection, "SAVEPOINT operation");
        try
        {
            await operation.RunAsync(new(connection, null, Microseconds.From(clock.GetUtcNow()), CancellationToken.None));
        }
        catch (Exception e) when (IsInTransaction(connection))
        {
            SqliteFile.Execute(connection, "ROLLBACK TO operation; RELEASE operation");
            operation.Fail(file.Explain(e));
            return false;
        }
        SqliteFile.Execute(connection, "RELEASE operation");
        return true;
    }

    /// <summary>Waits for other processes. SQLite's own wait grows to 100 ms a time, in which a busy neighbour always comes first.</summary>
    private void Begin(SqliteConnection connection)
    {
        var began = Stopwatch.GetTimestamp();
        int answer;
        do answer = raw.sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE");
        while ((answer & 0xFF) == raw.SQLITE_BUSY && !isEnding && Stopwatch.GetElapsedTime(began) < file.Patience);
        SqliteException.ThrowExceptionForRC(answer, connection.Handle);
    }

    /// <summary>A full disk, for example, makes SQLite give up the whole transaction, not just one operation.</summary>
    private static bool IsInTransaction(SqliteConnection connection) => raw.sqlite3_get_autocommit(connection.Handle) == 0;
}
