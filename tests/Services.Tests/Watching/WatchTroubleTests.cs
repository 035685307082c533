using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Nato.Consensus.V1;
using NatoServices.Candidates;
using NatoServices.Consensus;
using NatoServices.Members;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;

namespace NatoServices.Services.Tests.Watching;

/// <summary>A watch that has begun outlives trouble: it goes on from what was last known, says so, and finds back by itself.</summary>
public sealed class WatchTroubleTests
{
    [Theory]
    [InlineData("members")]
    [InlineData("candidates")]
    public async Task While_an_owner_is_away_a_standing_goes_on_from_what_was_last_known_and_says_so(string owner)
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("away");
        using var watch = services.WatchStanding(selection);
        Assert.Empty(Late(await watch.NextAsync()));
        await services.StopAsync(owner);

        var marked = await watch.NextAsync(m => m.Standing is not null && Late(m) is [var late] && late == owner);
        Assert.Equal(3, marked.Standing.ElectorateSize);
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await watch.NextAsync(m => m.Standing is { Counts.Supports: 1 } && Late(m) is [var late] && late == owner);

        if (owner is "members") await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync);
        else await services.HostAsync(CandidatesApp.Identity, CandidatesApp.CreateAsync);
        Assert.Equal(1, (await watch.NextAsync(m => m.Standing is not null && m.LastKnown.Count == 0)).Standing.Counts.Supports);
    }

    [Fact]
    public async Task While_an_owner_is_away_and_nothing_changes_the_standing_is_not_repeated()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        await services.StopAsync("consensus");
        await services.HostAsync(
            ConsensusApp.Identity, ConsensusApp.CreateAsync,
            builder => builder.Services.AddSingleton<TimeProvider>(new RestlessClock(services.Clock)));
        var selection = await services.OpenAsync("marked");
        using var watch = services.WatchStanding(selection);
        await watch.NextAsync();
        await services.StopAsync("members");
        var marked = await watch.NextAsync(m => Late(m).Contains("members"));

        var come = await watch.ComingAsync(TimeSpan.FromSeconds(20));

        StandingWatchTests.AssertNotRepeated([marked, .. come]);
        Assert.All(come, m => Assert.Contains("members", Late(m)));
    }

    [Fact]
    public async Task A_journal_that_fails_for_a_while_ends_no_watch()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("failing");
        using var standing = services.WatchStanding(selection);
        using var entries = services.WatchEntries(selection);
        await standing.NextAsync();
        await entries.NextAsync();

        await services.SqlAsync(ConsensusApp.Identity, "ALTER TABLE entries RENAME TO entries_away");
        await Assert.ThrowsAsync<RpcException>(
            async () => await services.Consensus.GetSelectionAsync(new() { Selection = selection, FullyConsistent = true }));
        await services.PassAsync(TimeSpan.FromSeconds(5));
        await services.SqlAsync(ConsensusApp.Identity, "ALTER TABLE entries_away RENAME TO entries");
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));

        await standing.NextAsync(m => m.Standing is { Counts.Supports: 1 });
        Assert.Equal(2, (await entries.NextAsync(m => m.Entry is not null)).Revision);
    }

    [Fact]
    public async Task A_record_that_was_restored_to_an_earlier_state_ends_its_watch()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("restored");
        for (var entry = 2; entry <= 4; entry++) await services.RecordLongAsync(selection);
        using var watch = services.WatchEntries(selection);
        await watch.NextAsync(m => m.Revision == 4);

        await services.SqlAsync(ConsensusApp.Identity, "DELETE FROM entries WHERE stream = 'selection/restored' AND revision > 2");
        var ending = watch.EndAsync();
        await services.UntilAsync(() => Task.FromResult(ending.IsCompleted), ended => ended);

        Assert.Equal((StatusCode.OutOfRange, "REVISION_NOT_REACHED"), await ending);
        using var again = services.WatchEntries(selection);
        Assert.Equal((1, 2), ((await again.NextAsync()).Revision, (await again.NextAsync()).Revision));
    }

    [Fact]
    public async Task Two_thousand_watchers_all_have_a_change()
    {
        const int Many = 2000;
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("many");
        // What the owners know is at hand then: no call of theirs stands in the queue of two thousand.
        await services.StandingAsync(selection);
        var watches = Enumerable.Range(0, Many).Select(_ => services.WatchStanding(selection)).ToList();
        await Task.WhenAll(watches.Select(watch => watch.NextAsync(standStill: true)));
        Assert.Equal(Many, services["consensus"].Watches.Count);

        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));

        var changed = await Task.WhenAll(watches.Select(watch => watch.NextAsync(standStill: true)));
        Assert.All(changed, m => Assert.Equal(1, m.Standing?.Counts.Supports));
        watches.ForEach(watch => watch.Dispose());
        await services.UntilAsync(() => Task.FromResult(services["consensus"].Watches.Count), count => count == 0);
    }

    /// <summary>The owners that a message says did not answer in time.</summary>
    private static string[] Late(WatchStandingResponse message) => [.. message.LastKnown.Select(known => known.Service)];

    /// <summary>A clock whose calendar moves a little at each look, as real ones do, while all else waits for the test.</summary>
    private sealed class RestlessClock(TimeProvider clock) : TimeProvider
    {
        private long looks;

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow().AddTicks(Interlocked.Increment(ref looks));

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
