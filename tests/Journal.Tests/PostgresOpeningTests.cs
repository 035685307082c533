using NatoServices.Journal.Tests.Engines;
using Npgsql;

namespace NatoServices.Journal.Tests;

[NeedsPostgres]
public sealed class PostgresOpeningTests(PostgresEngine engine) : IClassFixture<PostgresEngine>
{
    [Fact]
    public async Task A_server_that_is_away_is_named()
    {
        var message = await RefusedAsync("Host=127.0.0.1;Port=1;Username=u;Password=s3cret;Database=d");
        Assert.Contains("database d at 127.0.0.1:1 cannot be used", message, StringComparison.Ordinal);
        Assert.Equal(message, await RefusedAsync("postgres://u:s3cret@127.0.0.1:1/d"));
    }

    [EngineFact]
    public async Task A_database_that_does_not_exist_is_named()
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresEngine.Server) { Database = "nowhere" };
        Assert.Contains("nowhere", await RefusedAsync(settings.ToString()), StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task A_database_that_does_not_exist_is_made_when_asked_for_and_made_once()
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresEngine.Server) { Database = $"made \"{Guid.NewGuid():N}" };
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Journals.CreateAsync(settings.ToString())));
            await using var journal = await Journals.OpenAsync(settings.ToString(), TimeProvider.System);
            await Journals.CreateAsync(settings.ToString());
            Assert.Equal(0, (await journal.HeadAsync("s")).Revision);
        }
        finally
        {
            await engine.ExecuteAsync(PostgresEngine.Server!, $"DROP DATABASE IF EXISTS \"{settings.Database!.Replace("\"", "\"\"")}\" WITH (FORCE)");
        }
    }

    [EngineFact]
    public async Task Credentials_that_are_refused_are_not_repeated()
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresEngine.Server) { Username = "nobody_here", Password = "s3cret" };
        Assert.Contains("nobody_here", await RefusedAsync(settings.ToString()), StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Broken_connections_are_replaced()
    {
        var database = await engine.NewDatabaseAsync();
        await using var journal = await Journals.OpenAsync(database, TimeProvider.System);
        for (var n = 0; n < 5; n++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(s => journal.AppendAsync(new($"s{s}", n, [new("K", "{}")], "a"))));
            await engine.ExecuteAsync(
                database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
        Assert.Equal(5, (await journal.HeadAsync("s7")).Revision);
    }

    [EngineFact]
    public async Task One_whose_schema_is_up_to_date_is_opened_while_another_process_migrates()
    {
        var database = await engine.NewDatabaseAsync();
        await using (await Journals.OpenAsync(database, TimeProvider.System))
        await using (var source = NpgsqlDataSource.Create(database))
        await using (var migrating = await source.OpenConnectionAsync())
        {
            await using var locking = new NpgsqlCommand("SELECT pg_advisory_lock(x'6E61746F'::bigint)", migrating);
            await locking.ExecuteNonQueryAsync();
            await using var journal = await Journals.OpenAsync(database, TimeProvider.System);
            Assert.Equal(0, (await journal.HeadAsync("s")).Revision);
        }
    }

    private static async Task<string> RefusedAsync(string connectionString)
    {
        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => Journals.OpenAsync(connectionString, TimeProvider.System));
        Assert.DoesNotContain('\n', failure.Message);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
        return failure.Message;
    }
}
