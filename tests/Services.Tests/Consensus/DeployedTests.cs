using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Hosting;
using Npgsql;
using StackExchange.Redis;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

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

        // A process that meets the selection folds it from its record and leaves in Redis what it came to.
        await services.LeaveInCacheAsync(
            selection, services.CachedAsync, keys => keys.Any(key => key.StartsWith("consensus-v2:selection/deployed@22:", StringComparison.Ordinal)));
        Assert.Equal(before, await services.StandingAsync(selection));

        // Another finds it there: a record whose first entries can't be read, nobody could fold.
        await services.TamperAsync("UPDATE entries SET body = '{' WHERE revision < 22");
        var reply = await services.AnswerFromCacheAsync(new() { Selection = selection, Candidate = Rutte, AsOf = On(2024, 2, 22) });
        Assert.Equal((before, 0), (reply.Standing, reply.LastKnown.Count));
        Assert.Equal(before.Counts, (await services.StandingAsync(selection, r => r.AsOf = On(2024, 2, 23))).Counts);
        Assert.Equal(22, (await services.Consensus.GetSelectionAsync(new() { Selection = selection })).Selection.Revision);
        await services.ForgetAsync();
        await services.RestartAsync();
        await Assert.ThrowsAsync<RpcException>(() => services.StandingAsync(selection));
    }

    private sealed class DeployedFixture : ConsensusFixture
    {
        private readonly string run = Guid.NewGuid().ToString("N");

        // Others use that Redis too.
        protected override IEnumerable<string> Settings => [$"--ConnectionStrings:cache={Redis},channelPrefix={run}:"];

        private static string Redis => Environment.GetEnvironmentVariable(DeployedFactAttribute.Redis)!;

        public override string JournalOf(ServiceIdentity service) => new NpgsqlConnectionStringBuilder(Server) { Database = DatabaseOf(service.Name) }.ToString();

        public override async Task InitializeAsync()
        {
            foreach (var name in Names) await ExecuteAsync(Server, $"CREATE DATABASE {DatabaseOf(name)}");
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            foreach (var name in Names) await ExecuteAsync(Server, $"DROP DATABASE {DatabaseOf(name)} WITH (FORCE)");
        }

        /// <summary>The keys in Redis, without their prefix.</summary>
        public async Task<IReadOnlyList<string>> CachedAsync()
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(Redis);
            return [.. Keys(redis).Select(key => key.ToString()[(run.Length + 1)..])];
        }

        /// <summary>Takes everything out of Redis.</summary>
        public async Task ForgetAsync()
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(Redis);
            await redis.GetDatabase().KeyDeleteAsync([.. Keys(redis)]);
        }

        /// <summary>Changes Consensus' database behind its back.</summary>
        public Task TamperAsync(string sql) => ExecuteAsync(JournalOf(ConsensusApp.Identity), sql);

        private IEnumerable<RedisKey> Keys(ConnectionMultiplexer redis) => redis.GetServers()[0].Keys(pattern: $"{run}:*");

        private static string Server => Environment.GetEnvironmentVariable(DeployedFactAttribute.Postgres)!;

        private static string[] Names => ["members", "candidates", "consensus"];

        private string DatabaseOf(string service) => $"{service}_{run}";

        private static async Task ExecuteAsync(string database, string sql)
        {
            await using var server = NpgsqlDataSource.Create(database);
            await using var command = server.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}
