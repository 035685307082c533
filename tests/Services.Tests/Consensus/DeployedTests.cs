using Nato.Consensus.V1;
using NatoServices.Consensus;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Hosting;
using Npgsql;
using StackExchange.Redis;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>The three services as they are deployed: a PostgreSQL database each, and one Redis beside them.</summary>
public sealed class DeployedTests
{
    [DeployedFact]
    public async Task A_selection_lives_on_PostgreSQL_and_is_read_back_through_Redis()
    {
        await using var services = new DeployedFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("deployed");
        var request = Position(selection, "FRA", Stance.Supports, "a visit");
        request.RequestId = "once";
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await services.Consensus.RecordPositionAsync(request)));
        Assert.Single(answers.Distinct());
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await services.Consensus.RecordPositionAsync(Position(selection, "POL", Stance.NoPosition))));
        var before = await services.StandingAsync(selection);
        Assert.Equal((StandingState.Blocked, 1, 1, 1), (before.State, before.Counts.Conditional, before.Counts.NoPosition, before.Counts.NotRecorded));
        Assert.True((await services.Consensus.VerifyRecordAsync(new() { Selection = selection })).Holds);

        // The first restart leaves a snapshot in Redis, the second reads it.
        for (var restart = 0; restart < 2; restart++)
        {
            await services.StopAsync("consensus");
            await services.HostAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync);
            Assert.Equal(before, await services.StandingAsync(selection));
        }
        Assert.Contains(await DeployedFixture.CachedAsync(), key => key.StartsWith("consensus-v2:selection/deployed@22:", StringComparison.Ordinal));
    }

    private sealed class DeployedFixture : ConsensusFixture
    {
        private readonly string run = Guid.NewGuid().ToString("N");

        protected override IEnumerable<string> Settings => [$"--ConnectionStrings:cache={Redis}"];

        private static string Redis => Environment.GetEnvironmentVariable(DeployedFactAttribute.Redis)!;

        public override string JournalOf(ServiceIdentity service) => new NpgsqlConnectionStringBuilder(Server) { Database = DatabaseOf(service.Name) }.ToString();

        public override async Task InitializeAsync()
        {
            foreach (var name in Names) await ExecuteAsync($"CREATE DATABASE {DatabaseOf(name)}");
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            foreach (var name in Names) await ExecuteAsync($"DROP DATABASE {DatabaseOf(name)} WITH (FORCE)");
        }

        public static async Task<IReadOnlyList<string>> CachedAsync()
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(Redis);
            return [.. redis.GetServers()[0].Keys().Select(key => key.ToString())];
        }

        private static string Server => Environment.GetEnvironmentVariable(DeployedFactAttribute.Postgres)!;

        private static string[] Names => ["members", "candidates", "consensus"];

        private string DatabaseOf(string service) => $"{service}_{run}";

        private static async Task ExecuteAsync(string sql)
        {
            await using var server = NpgsqlDataSource.Create(Server);
            await using var command = server.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}
