using Nato.Consensus.V1;
using NatoServices.Candidates;
using NatoServices.Consensus;
using NatoServices.Members;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Hosting;
using StackExchange.Redis;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Caching;

/// <summary>Whatever cache stands beside the services, what one process left there another reads, and nobody relies on it.</summary>
public sealed class CacheKindsTests : IDisposable
{
    private static readonly string[] Kept = ["head:roster", "consensus-v2:", "roster-history-v1:", "slate-history-v1:", "standing-v2:"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nato-cache-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_embedded_cache_serves()
    {
        var (cache, connection) = CacheKinds.Embedded();
        using (cache) await ServesAsync(connection);
    }

    [RedisTheory]
    [InlineData("plain")]
    [InlineData("password")]
    [InlineData("tls")]
    [InlineData("cluster")]
    public async Task Redis_serves(string kind)
    {
        var (redis, connection) = await CacheKinds.StartAsync(kind, folder.FullName);
        await using (redis) await ServesAsync(connection);
    }

    [Fact]
    public async Task What_is_damaged_or_foreign_in_the_cache_is_computed_anew()
    {
        var (cache, connection) = CacheKinds.Embedded();
        using var embedded = cache;
        await using var services = await CachedFixture.StartAsync(connection);
        var selection = await services.OpenAsync("foreign");
        await using var redis = await services.ConnectAsync();
        await services.LeaveInCacheAsync(selection, () => Task.FromResult(CachedFixture.Keys(redis)), AreKept);
        var before = await services.StandingAsync(selection);
        foreach (var foreign in (RedisValue[])["", "?", new byte[] { 3, 1, 0, 255 }])
        {
            foreach (var key in CachedFixture.Keys(redis))
                if (key.Contains("head:", StringComparison.Ordinal)) await redis.GetDatabase().StringSetAsync(key, foreign);
                else await redis.GetDatabase().HashSetAsync(key, "data", foreign);
            await services.StopAsync("members");
            await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync);
            await services.RestartAsync();
            Assert.Equal(before, await services.StandingAsync(selection));
            Assert.Equal(4, (await services.Members.GetRosterAsync(new())).Members.Count);
        }
        // A key of another kind than it should be.
        foreach (var key in CachedFixture.Keys(redis))
        {
            // At once, for what a service does meanwhile.
            var both = redis.GetDatabase().CreateTransaction();
            _ = both.KeyDeleteAsync(key);
            _ = both.ListLeftPushAsync(key, "foreign");
            Assert.True(await both.ExecuteAsync());
        }
        await services.RestartAsync();
        Assert.Equal(before, await services.StandingAsync(selection));
    }

    private static async Task ServesAsync(string connection)
    {
        await using var services = await CachedFixture.StartAsync(connection);
        var selection = await services.OpenAsync("served");
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await using var redis = await services.ConnectAsync();
        await services.LeaveInCacheAsync(selection, () => Task.FromResult(CachedFixture.Keys(redis)), AreKept);
        var before = await services.StandingAsync(selection);
        Assert.Equal((2, 3), (before.Counts.NotRecorded, before.ElectorateSize));

        // A process that starts while the others are away, on a record of which nobody can read the beginning.
        await services.SqlAsync(ConsensusApp.Identity, "UPDATE entries SET body = '{' WHERE revision = 1");
        await services.StopAsync("members");
        await services.StopAsync("candidates");
        services.Clock.Advance(Timings.Default.Lease);
        var reply = await services.AnswerFromCacheAsync(new() { Selection = selection, Candidate = Rutte, AsOf = On(2024, 2, 23) });
        Assert.Equal((before.Counts, before.RosterRevision), (reply.Standing.Counts, reply.Standing.RosterRevision));
        Assert.Equal(["candidates", "members"], reply.LastKnown.Select(known => known.Service).Order());

        // What was announced is heard: of a write in one process, another learns without asking.
        await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync);
        await services.HostAsync(CandidatesApp.Identity, CandidatesApp.CreateAsync);
        services.Clock.Advance(Timings.Default.Lease);
        Assert.Empty((await services.Consensus.GetStandingAsync(new() { Selection = selection, Candidate = Rutte })).LastKnown);
        await services.HearAsync(selection);
    }

    private static bool AreKept(IReadOnlyList<string> keys) =>
        Kept.All(kind => keys.Any(key => key.Contains(kind, StringComparison.Ordinal)));
}
