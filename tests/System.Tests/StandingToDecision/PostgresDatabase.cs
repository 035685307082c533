using Npgsql;

namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>A PostgreSQL database that goes away with the test.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly string name = $"consensus_{Guid.NewGuid():N}";

    private PostgresDatabase() { }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(PostgresFactAttribute.Server) { Database = name }.ToString();

    public static async Task<PostgresDatabase> CreateAsync()
    {
        var database = new PostgresDatabase();
        await ExecuteAsync($"CREATE DATABASE {database.name}");
        return database;
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");

    private static async Task ExecuteAsync(string sql)
    {
        await using var server = NpgsqlDataSource.Create(PostgresFactAttribute.Server!);
        await using var command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
