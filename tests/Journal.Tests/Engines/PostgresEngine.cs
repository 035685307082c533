using System.Data.Common;
using Npgsql;

namespace NatoServices.Journal.Tests.Engines;

/// <summary>One database for the class, on the server that NATO_TEST_POSTGRES names; a schema of its own for each test.</summary>
public sealed class PostgresEngine : Engine
{
    public const string Setting = "NATO_TEST_POSTGRES";

    private readonly string name = $"journal_{Guid.NewGuid():N}";

    private int schemas;

    public static string? Server => Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } server ? server : null;

    public override async Task<string> NewDatabaseAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(Server)
        {
            Database = name,
            SearchPath = $"s{Interlocked.Increment(ref schemas)}",
            // How long the server takes decides nothing here.
            Timeout = (int)Waiting.Longest.TotalSeconds,
            CommandTimeout = (int)Waiting.Longest.TotalSeconds,
        };
        await ExecuteAsync(database.ToString(), $"CREATE SCHEMA {database.SearchPath}");
        return database.ToString();
    }

    public override Task InitializeAsync() => AtServerAsync($"CREATE DATABASE {name}");

    public override Task DisposeAsync() => AtServerAsync($"DROP DATABASE {name} WITH (FORCE)");

    protected override DbConnection Connect(string database) => new NpgsqlConnection(database + ";Pooling=False");

    private async Task AtServerAsync(string sql)
    {
        // The class exists without a server too: its tests are then reported as skipped.
        if (Server is not null) await ExecuteAsync(Server, sql);
    }
}
