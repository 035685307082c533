using System.Text;
using System.Text.RegularExpressions;
using Nato.Consensus.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;

namespace NatoServices.Services.Tests.Caching;

/// <summary>Somebody writes what is not true into the cache that processes share: readings may show it for a while, no decision rests on it.</summary>
public sealed class LyingCacheTests
{
    [Fact]
    public async Task A_state_that_only_the_cache_calls_a_member_has_no_say()
    {
        await AfterALieAsync(
            "roster-history-v1:", roster => Replace(roster, "(?<=\"Code\":\"SWE\".*?\"IsMember\":)false", "true "), (_, _) => Task.CompletedTask,
            async (services, selection) =>
            {
                var refused = await Refusing.OfAsync(() => services.Consensus.RecordPositionAsync(Position(selection, "SWE", Stance.Supports)));
                Assert.Equal("INVALID_INPUT", refused.Reason);
                // What its owner says is relied on from now on: a member's position is accepted at once.
                await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
            });
    }

    [Fact]
    public async Task A_selection_that_only_the_cache_calls_open_stays_closed()
    {
        await AfterALieAsync(
            "consensus-v2:", state => Replace(state, "(?<=\"closed\":){.*?}}", "null"),
            (services, selection) => services.Consensus.CloseSelectionAsync(new() { Selection = selection, Reason = "Over." }).ResponseAsync,
            async (services, selection) =>
            {
                var refused = await Refusing.OfAsync(() => services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports)));
                Assert.Equal("SELECTION_CLOSED", refused.Reason);
            });
    }

    /// <summary>Has a process that remembers nothing read what is not true, and then decide.</summary>
    /// <param name="key">What the keys hold that are falsified.</param>
    /// <param name="falsify">Says what to write instead of what is there, in as many bytes.</param>
    /// <param name="prepare">What happens before, in truth.</param>
    /// <param name="decide">What is tried after.</param>
    private static async Task AfterALieAsync(
        string key, Func<string, string> falsify, Func<CachedFixture, string, Task> prepare, Func<CachedFixture, string, Task> decide)
    {
        var (cache, connection) = CacheKinds.Embedded();
        using var embedded = cache;
        await using var services = await CachedFixture.StartAsync(connection);
        var selection = await services.OpenAsync("lied-about");
        await prepare(services, selection);
        await using var redis = await services.ConnectAsync();
        await services.LeaveInCacheAsync(selection, () => Task.FromResult(CachedFixture.Keys(redis)), keys => keys.Any(k => k.Contains(key, StringComparison.Ordinal)));
        var lies = 0;
        foreach (var lied in CachedFixture.Keys(redis).Where(k => k.Contains(key, StringComparison.Ordinal)))
        {
            var truth = Encoding.Latin1.GetString((byte[])(await redis.GetDatabase().HashGetAsync(lied, "data"))!);
            var lie = falsify(truth);
            if (lie == truth) continue;
            await redis.GetDatabase().HashSetAsync(lied, "data", Encoding.Latin1.GetBytes(lie));
            lies++;
        }
        Assert.NotEqual(0, lies);
        // Standings were computed before the lie: without them, what they rest on is read.
        foreach (var computed in CachedFixture.Keys(redis).Where(k => k.Contains("standing-v2:", StringComparison.Ordinal))) await redis.GetDatabase().KeyDeleteAsync(computed);
        await services.RestartAsync();
        await services.StandingAsync(selection);
        await decide(services, selection);
    }

    private static string Replace(string text, string pattern, string by) =>
        Regex.Replace(text, pattern, found => by.PadRight(found.Length), RegexOptions.Singleline, TimeSpan.FromSeconds(10));
}
