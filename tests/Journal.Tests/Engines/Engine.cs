using System.Data.Common;

namespace NatoServices.Journal.Tests.Engines;

/// <summary>A kind of database that the journal promises to work on.</summary>
public abstract class Engine : IAsyncLifetime
{
    /// <summary>A connection string to a database that nobody has used.</summary>
    public abstract Task<string> NewDatabaseAsync();

    /// <summary>Changes what is stored behind the journal's back.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = Connect(database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public abstract Task DisposeAsync();

    protected abstract DbConnection Connect(string database);
}
