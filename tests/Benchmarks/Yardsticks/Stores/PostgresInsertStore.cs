using Npgsql;

namespace NatoServices.Benchmarks.Yardsticks;

/// <summary>One INSERT and commit a call, on PostgreSQL: what a lone writer cannot do without.</summary>
internal sealed class PostgresInsertStore(NpgsqlDataSource database) : IStore
{
    private const string Insert = "INSERT INTO inserts.entries (stream, revision, body) VALUES ($1, $2, $3)";

    private readonly Revisions revisions = new();

    /// <summary>Opens it, empty.</summary>
    public static async Task<PostgresInsertStore> OpenAsync(string connectionString)
    {
        // Statements that come again are prepared once a connection.
        var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 4, AutoPrepareMinUsages = 2 });
        await using var connection = await database.OpenConnectionAsync();
        await MakeTableAsync(connection, "inserts");
        return new(database);
    }

    /// <summary>The table of such a store, empty, in a schema of its own.</summary>
    public static async Task MakeTableAsync(NpgsqlConnection connection, string schema)
    {
        await using var make = new NpgsqlCommand(
            $"""
            DROP SCHEMA IF EXISTS {schema} CASCADE;
            CREATE SCHEMA {schema};
            CREATE TABLE {schema}.entries (stream text NOT NULL, revision bigint NOT NULL, body bytea NOT NULL, PRIMARY KEY (stream, revision))
            """,
            connection);
        await make.ExecuteNonQueryAsync();
    }

    public async Task AppendAsync(string stream, byte[] body)
    {
        await using var insert = database.CreateCommand(Insert);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = revisions.Next(stream) });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = body });
        await insert.ExecuteNonQueryAsync();
    }
}
