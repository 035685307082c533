using System.Diagnostics;
using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Services.Tests.Hosting;
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
        await services.HearAsync(selection);
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
        await services.HearAsync(selection);
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
            // What holds up the machine holds up one of them; a cache that is waited for, all.
            var rounds = new List<TimeSpan>();
            for (var n = 0; n < 20; n++) rounds.Add(await TakesAsync(() => WritesAreReadAsync(services, selection, 1)));
            Assert.True(rounds.Order().ElementAt(10) < Bound, $"A write and a reading took {string.Join(", ", rounds)}.");
            // Also who meets everything for the first time.
            var firsts = new List<TimeSpan>();
            while (firsts.Count < 5 && !firsts.Exists(took => took < Bound))
            {
                await services.RestartAsync();
                firsts.Add(await TakesAsync(() => services.StandingAsync(selection)));
            }
            Assert.True(firsts[^1] < Bound, $"A first reading took {string.Join(", ", firsts)}.");
        }
        finally
        {
            await redis.ResumeAsync();
        }
        await services.HearAsync(selection);
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

    private static async Task<TimeSpan> TakesAsync(Func<Task> act)
    {
        var begun = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Positions are entered and read at once with their token, and by anybody after two leases.</summary>
    private static async Task WritesAreReadAsync(CachedFixture services, string selection, int times)
    {
        for (var n = 0; n < times; n++)
        {
            var token = (await services.Consensus.RecordPositionAsync(Position(selection, "POL", Stance.NoPosition))).RevisionToken;
            Assert.True(await ReachedAsync(token) >= RevisionOf(token));
            services.Clock.Advance(2 * StreamVersions.Lease);
            Assert.True(await ReachedAsync("") >= RevisionOf(token));
        }

        async Task<long> ReachedAsync(string token) => RevisionOf(
            (await services.Consensus.GetStandingAsync(new() { Selection = selection, Candidate = Rutte, AtLeastAsFresh = token })).RevisionToken);
        long RevisionOf(string token) => RevisionToken.Parse(token)!.Of($"selection/{selection}");
    }
}
