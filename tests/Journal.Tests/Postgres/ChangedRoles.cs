using NatoServices.Journal.Tests.Engines;
using Npgsql;

namespace NatoServices.Journal.Tests.Postgres;

/// <summary>
/// The server behind the address changes its role and back. A session that began while it took no writes takes none for as long as it
/// lives, as one at a former primary: no write is refused because of it.
/// </summary>
[NeedsPostgres]
public sealed class ChangedRoles(PostgresEngine engine) : IClassFixture<PostgresEngine>
{
    private static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    [EngineFact]
    public async Task A_session_that_takes_no_writes_is_not_used_again_once_there_are_others()
    {
        var database = await engine.NewDatabaseAsync();
        await using var journal = await Journals.OpenAsync(database, TimeProvider.System);
        await AppendAsync(journal, 0);

        await ChangeAsync(database, "SET default_transaction_read_only = on");
        await engine.ExecuteAsync(
            PostgresEngine.Server!, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{NameOf(database)}'");
        await Assert.ThrowsAsync<JournalUnavailableException>(() => AppendAsync(journal, 1));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.LeaseDueAsync(Lease, 1));
        // As many connections as go at once are kept: each of them takes no writes.
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => journal.HeadAsync("s")));

        await ChangeAsync(database, "RESET default_transaction_read_only");
        for (var revision = 1; revision < 10; revision++)
        {
            await AppendAsync(journal, revision);
            var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => journal.LeaseDueAsync(Lease, 1)));
            Assert.Equal(revision == 1 ? 2 : 1, taken.Sum(some => some.Count));
        }
        Assert.Equal(10, (await journal.HeadAsync("s")).Revision);
    }

    [EngineFact]
    public async Task Sessions_that_the_server_ended_are_replaced()
    {
        var database = await engine.NewDatabaseAsync();
        await using var journal = await Journals.OpenAsync(database, TimeProvider.System);
        await AppendAsync(journal, 0);
        for (var revision = 1; revision < 6; revision++)
        {
            await engine.ExecuteAsync(
                PostgresEngine.Server!, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{NameOf(database)}'");
            await AppendAsync(journal, revision);
            Assert.Single(await journal.LeaseDueAsync(Lease, 1));
        }
    }

    private static async Task AppendAsync(IJournal journal, long expected) =>
        Assert.IsType<Appended.Committed>(
            await journal.AppendAsync(new("s", expected, [new("K", "{}")], "a") { Due = [new("k", DateTimeOffset.UnixEpoch, "")] }));

    private Task ChangeAsync(string database, string change) =>
        engine.ExecuteAsync(PostgresEngine.Server!, $"ALTER DATABASE {NameOf(database)} {change}");

    private static string NameOf(string database) => new NpgsqlConnectionStringBuilder(database).Database!;
}
