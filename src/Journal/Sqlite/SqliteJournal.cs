using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace NatoServices.Journal.Sqlite;

/// <summary>The journal in a file: one writer and any number of readers.</summary>
internal sealed class SqliteJournal : SqlJournal
{
    private const string Engine = "sqlite";

    private readonly SqliteFile file;

    private readonly SqliteWriter writer;

    private readonly TimeProvider clock;

    private SqliteJournal(SqliteFile file, TimeProvider clock) => (this.file, this.clock, writer) = (file, clock, new(file, clock));

    protected override string SystemName => Engine;

    protected override bool HasDriverWithSpans => false;

    // Not needed: the file has only one write lock.
    protected override string Locking => "";

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
        if (!Migration.IsDue(ScriptsOf(connection), Engine)) return;
        // The write lock is held throughout. If several processes start at once, the first one migrates and the others find it done.
        SqliteFile.Execute(connection, "BEGIN IMMEDIATE");
        using var shared = new SharedConnection(connection);
        Migration.Run(DeployChanges.To.SqliteDatabase(shared).JournalToSqliteTable(Migration.Table).WithoutTransaction(), Engine);
        SqliteFile.Execute(connection, "COMMIT");
    }

    private static List<string> ScriptsOf(SqliteConnection connection)
    {
        var scripts = new List<string>();
        using var query = connection.CreateCommand();
        query.CommandText = $"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{Migration.Table}'";
        if (query.ExecuteScalar() is null) return scripts;
        query.CommandText = Migration.Scripts;
        using var reader = query.ExecuteReader();
        while (reader.Read()) scripts.Add(reader.GetString(0));
        return scripts;
    }
}
