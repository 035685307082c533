using System.Diagnostics;
using Nato.Consensus.V1;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Services.Tests.Hosting;
using NatoServices.Words;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Caching;

/// <summary>The cache is away: slower, never wrong, never failing, and as before when it is back.</summary>
public sealed class CacheAwayTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    [RedisFact]
    public async Task A_cache_that_is_away_at_the_start_is_used_once_it_is_there()
    {
        await using var redis = RedisServer.Prepare();
        await using var services = await CachedFixture.StartAsync(redis.ConnectionString);
        var selection = await services.OpenAsync("later");
        await WritesAreReadAsync(services, selection, 3);
        await redis.StartAsync();
        await ServesAgainAsync(services, selection);
    }

    [RedisFact]
    public async Task A_cache_that_dies_under_load_is_missed_by_nobody()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var services = await CachedFixture.StartAsync(redis.ConnectionString);
        var selection = await services.OpenAsync("dying");
        using var ending = new CancellationTokenSource();
        var load = Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            for (var reads = 0; ; reads++)
            {
                if (ending.IsCancellationRequested) return reads;
                await services.StandingAsync(selection, r => r.FullyConsistent = n == 0);
            }
        })).ToList();
        for (var round = 0; round < 2; round++)
        {
            await WritesAreReadAsync(services, selection, 5);
            await redis.KillAsync();
            await WritesAreReadAsync(services, selection, 5);
            await redis.StartAsync();
        }
        await ending.CancelAsync();
        Assert.All(await Task.WhenAll(load), reads => Assert.NotEqual(0, reads));
        await ServesAgainAsync(services, selection);
    }

    [RedisFact]
    public async Task Nobody_waits_long_for_a_cache_that_hangs()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var services = await CachedFixture.StartAsync(redis.ConnectionString);
        var selection = await services.OpenAsync("paused");
        for (var n = 0; n < 200; n++) await services.StandingAsync(selection);
        await redis.PauseAsync();
        try
        {
            var longest = TimeSpan.Zero;
            for (var n = 0; n < 20; n++)
            {
                var begun = Stopwatch.StartNew();
                await WritesAreReadAsync(services, selection, 1);
                longest = begun.Elapsed > longest ? begun.Elapsed : longest;
            }
            Assert.True(longest < Bound, $"A write and a reading took {longest}.");
            // Also who meets everything for the first time.
            await services.RestartAsync();
            var first = Stopwatch.StartNew();
            await services.StandingAsync(selection);
            Assert.True(first.Elapsed < Bound, $"A first reading took {first.Elapsed}.");
        }
        finally
        {
            await redis.ResumeAsync();
        }
        await ServesAgainAsync(services, selection);
    }

    [RedisFact]
    public async Task A_watch_goes_on_without_the_cache()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var services = await CachedFixture.StartAsync(redis.ConnectionString);
        var selection = await services.OpenAsync("watched");
        using var call = services.Consensus.WatchStanding(new() { Selection = selection, Candidate = Rutte });
        Assert.True(await call.ResponseStream.MoveNext(default));
        await redis.KillAsync();
        var joined = await services.Members.AccedeMemberAsync(new() { Code = "SWE", Date = On(2024, 2, 22) });
        var revision = RevisionToken.Parse(joined.RevisionToken)!.Of("roster");
        var seen = Task.Run(async () =>
        {
            while (await call.ResponseStream.MoveNext(default))
                if (call.ResponseStream.Current.Standing?.RosterRevision >= revision) return true;
            return false;
        });
        await services.UntilAsync(() => Task.FromResult(seen.IsCompleted), ended => ended);
        Assert.True(await seen);
    }

    /// <summary>Positions are entered and read at once with their token, and by anybody after two leases.</summary>
    private static async Task WritesAreReadAsync(CachedFixture services, string selection, int times)
    {
        for (var n = 0; n < times; n++)
        {
            var token = (await services.Consensus.RecordPositionAsync(Position(selection, "POL", Stance.NoPosition))).RevisionToken;
            Assert.True(await ReachedAsync(token) >= RevisionOf(token));
            services.Clock.Advance(2 * Journal.Heads.Lease);
            Assert.True(await ReachedAsync("") >= RevisionOf(token));
        }

        async Task<long> ReachedAsync(string token) => RevisionOf(
            (await services.Consensus.GetStandingAsync(new() { Selection = selection, Candidate = Rutte, AtLeastAsFresh = token })).RevisionToken);
        long RevisionOf(string token) => RevisionToken.Parse(token)!.Of($"selection/{selection}");
    }

    /// <summary>By itself, what one process announces another hears again.</summary>
    private static async Task ServesAgainAsync(CachedFixture services, string selection)
    {
        await services.StandingAsync(selection);
        var member = (await services.Members.UpdateMemberAsync(new() { Code = "FRA", DisplayName = "Gaul" })).RevisionToken;
        for (var begun = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            // The clock stands still, so that nobody asks Members within the lease: what is newer was announced.
            var revision = RevisionToken.Parse(member)!.Of("roster");
            if ((await services.StandingAsync(selection)).RosterRevision >= revision) break;
            Assert.True(begun.Elapsed < TimeSpan.FromSeconds(60), "Nothing was heard of the roster any more.");
            member = (await services.Members.UpdateMemberAsync(
                new() { Code = "FRA", DisplayName = $"Gaul {begun.ElapsedTicks}" })).RevisionToken;
        }
    }
}
