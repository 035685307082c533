using Microsoft.Extensions.Time.Testing;
using Nato.Consensus.V1;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Caching;

/// <summary>The cache is away: slower, never wrong, never failing, and as before when it is back.</summary>
public sealed class CacheAwayTests
{
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
    public async Task After_two_timeouts_nobody_waits_for_a_cache_that_hangs()
    {
        await using var redis = await RedisServer.StartAsync();
        // Only the test moves the clock by which the cache is waited for; the connection itself, which has no such clock, ends as it would.
        var machine = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var services = await CachedFixture.StartAsync(redis.ConnectionString, machine, "--Timings:CacheRead=00:00:01");
        var selection = await services.OpenAsync("paused");
        await services.StandingAsync(selection);
        await redis.PauseAsync();
        try
        {
            await TimeOutAsync(WritesAreReadAsync(services, selection, 1), machine);
            await WritesAreReadAsync(services, selection, 20).WaitAsync(Waiting.Longest);
            // Also a process that meets everything for the first time.
            await TimeOutAsync(services.RestartAsync(), machine);
            await TimeOutAsync(services.StandingAsync(selection), machine);
            await WritesAreReadAsync(services, selection, 20).WaitAsync(Waiting.Longest);
        }
        finally
        {
            await redis.ResumeAsync();
        }
        machine.Advance(Timings.Default.CacheRetry);
        await services.HearAsync(selection, machine);
    }

    /// <summary>Lets what it waits for time out.</summary>
    private static async Task TimeOutAsync(Task task, FakeTimeProvider machine)
    {
        await Waiting.UntilAsync(() => Task.FromResult(task.IsCompleted), done => done, () => machine.Advance(TimeSpan.FromMinutes(5)));
        await task;
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
            services.Clock.Advance(2 * Timings.Default.Lease);
            Assert.True(await ReachedAsync("") >= RevisionOf(token));
        }

        async Task<long> ReachedAsync(string token) => RevisionOf(
            (await services.Consensus.GetStandingAsync(new() { Selection = selection, Candidate = Rutte, AtLeastAsFresh = token })).RevisionToken);
        long RevisionOf(string token) => RevisionToken.Parse(token)!.Of($"selection/{selection}");
    }
}
