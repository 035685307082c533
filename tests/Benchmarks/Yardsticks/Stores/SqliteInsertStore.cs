using Microsoft.Data.Sqlite;

namespace NatoServices.Benchmarks.Yardsticks;

/// <summary>One INSERT and commit a call, on SQLite, one after another, each on the disk before it is answered.</summary>
internal sealed class SqliteInsertStore(SqliteCommand insert) : IStore
{
    private readonly Lock oneAtATime = new();

    private readonly Revisions revisions = new();

    /// <summary>Opens it.</summary>
    public static SqliteInsertStore Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var make = connection.CreateCommand();
        make.CommandText =
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE entries (stream TEXT NOT NULL, revision INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (stream, revision)) WITHOUT ROWID
            """;
        make.ExecuteNonQuery();
        var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO entries VALUES ($stream, $revision, $body)";
        foreach (var (name, type) in ((string, SqliteType)[])[("$stream", SqliteType.Text), ("$revision", SqliteType.Integer), ("$body", SqliteType.Blob)])
            insert.Parameters.Add(name, type);
        insert.Prepare();
        return new(insert);
    }

    public Task AppendAsync(string stream, byte[] body)
    {
        lock (oneAtATime)
        {
            (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value) = (stream, revisions.Next(stream), body);
            insert.ExecuteNonQuery();
        }
        return Task.CompletedTask;
    }
}
