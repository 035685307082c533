using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace NatoServices.Journal.Tests.Engines;

/// <summary>A file for each database, in a directory of its own.</summary>
public sealed class SqliteEngine : Engine
{
    private readonly string directory = Directory.CreateTempSubdirectory("journal-").FullName;

    private int databases;

    public override Task<string> NewDatabaseAsync() =>
        Task.FromResult($"Data Source={Path.Combine(directory, $"{Interlocked.Increment(ref databases)}.db")}");

    public override Task DisposeAsync()
    {
        Directory.Delete(directory, recursive: true);
        return Task.CompletedTask;
    }

    protected override DbConnection Connect(string database) => new SqliteConnection(database + ";Pooling=False");
}
