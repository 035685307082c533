using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NatoServices.Journal.Sqlite;

/// <summary>A database file: opens connections, and explains failures to an operator.</summary>
internal sealed class SqliteFile(SqliteConnectionStringBuilder settings)
{
    private const int BusyMilliseconds = 20;

    /// <summary>In bytes. A long-running reader makes the write-ahead log grow; afterwards it shrinks to this size.</summary>
    private const int MostOfIdleLog = 16 << 20;

    private readonly string reading = settings.ToString();

    private readonly string writing = new SqliteConnectionStringBuilder(settings.ToString()) { Pooling = false }.ToString();

    public string Path { get; } = System.IO.Path.GetFullPath(settings.DataSource);

    /// <summary>The longest wait for another process that has the file locked.</summary>
    public TimeSpan Patience { get; } = TimeSpan.FromSeconds(settings.DefaultTimeout);

    public SqliteConnection OpenForReading() => Open(reading);

    /// <summary>A dedicated connection whose commits are on disk when they return.</summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = Open(writing);
        raw.sqlite3_busy_timeout(connection.Handle, BusyMilliseconds);
        Execute(connection, $"PRAGMA synchronous = FULL; PRAGMA journal_size_limit = {MostOfIdleLog}");
        return connection;
    }

    public void Release() => SqliteConnection.ClearPool(new(reading));

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The failure in an operator's words if the file is its cause; any other failure unchanged.</summary>
    public Exception Explain(Exception failure) => failure switch
    {
        SqliteException sqlite when Reason(sqlite.SqliteErrorCode) is { } reason => Unavailable(reason, sqlite),
        IOException or UnauthorizedAccessException => Unavailable(failure.Message.ReplaceLineEndings(" "), failure),
        _ => failure,
    };

    public JournalUnavailableException Unavailable(string reason, Exception? cause = null) =>
        new($"The journal {Path} cannot be used: {reason}.", cause);

    private static string? Reason(int code) => code switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => "another process has kept it locked for too long",
        raw.SQLITE_READONLY or raw.SQLITE_PERM => "it cannot be written",
        raw.SQLITE_CANTOPEN => "the file cannot be opened or created there",
        raw.SQLITE_FULL => "the disk is full",
        raw.SQLITE_IOERR => "reading or writing the disk failed",
        raw.SQLITE_CORRUPT => "the database is damaged",
        raw.SQLITE_NOTADB => "the file is not a SQLite database",
        _ => null,
    };

    private static SqliteConnection Open(string settings)
    {
        var connection = new SqliteConnection(settings);
        connection.Open();
        return connection;
    }
}
