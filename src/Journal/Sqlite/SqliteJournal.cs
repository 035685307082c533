using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace NatoServices.Journal.Sqlite;

/// <summary>The journal in a file: one writer and any number of readers.</summary>
/// <remarks>Leasing needs no locking: the file has only one write lock.</remarks>
internal sealed class SqliteJournal(SqliteFile file, TimeProvider clock) : SqlJournal(Engine, hasDriverWithSpans: false, locking: "")
{
    private const string Engine = "sqlite";

    private const string There = $"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{Migration.Table}'";

    private readonly SqliteWriter writer = new(file, clock);

    public static SqliteJournal Open(SqliteConnectionStringBuilder settings, TimeProvider clock)
    {
        var file = new SqliteFile(settings);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
            using var connection = file.OpenForWriting();
            Check(file, connection);
            Migrate(connection);
        }
        catch (Exception e) when (file.Explain(e) is JournalUnavailableException unavailable)
        {
            throw unavailable;
        }
        return new(file, clock);
    }

    public override async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        file.Release();
    }

    protected override async Task<T> ReadAsync<T>(Func<Session, Task<T>> query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            using var connection = file.OpenForReading();
            return await query(new(connection, null, clock.GetUtcNow(), null, cancellation));
        }
        catch (SqliteException e)
        {
            throw file.Explain(e);
        }
    }

    protected override Task<T> WriteAsync<T>(Func<Session, Task<T>> operation, CancellationToken cancellation) =>
        writer.RunAsync(operation, 0, cancellation);

    protected override Task<Appended?> EnterAsync(Append append, DueWork? completing, CancellationToken cancellation) =>
        writer.RunAsync(session => session.EnterAsync(writer.Heads, append, completing), append.Size, cancellation);

    private static void Check(SqliteFile file, SqliteConnection connection)
    {
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA quick_check(1)";
        if (check.ExecuteScalar() is string answer and not "ok")
            throw file.Unavailable($"the database is damaged ({answer.ReplaceLineEndings(" ")})");
    }

    private static void Migrate(SqliteConnection connection)
    {
        SqliteFile.Execute(connection, "PRAGMA journal_mode = WAL");
        // The driver is synchronous: the task is complete when the call returns.
        var session = new Session(connection, null, default, null, CancellationToken.None);
        if (!Migration.IsDueAsync(session, There, Engine).GetAwaiter().GetResult()) return;
        // The write lock is held throughout. If several processes start at once, the first one migrates and the others find it done.
        SqliteFile.Execute(connection, "BEGIN IMMEDIATE");
        using var shared = new SharedConnection(connection);
        Migration.Run(DeployChanges.To.SqliteDatabase(shared).JournalToSqliteTable(Migration.Table).WithoutTransaction(), Engine);
        SqliteFile.Execute(connection, "COMMIT");
    }
}
