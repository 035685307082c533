using Nato.Candidates.V1;
using Nato.Consensus.V1;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Watching;

/// <summary>A watch of a standing gives the newest: at once, after every change of what it rests on, and never anything older.</summary>
public sealed class StandingWatchTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    [Fact]
    public async Task The_standing_comes_at_once_and_after_every_change_of_the_selection_the_roster_and_the_slate()
    {
        var selection = await services.OpenAsync("three");
        using var watch = services.WatchStanding(selection);
        var first = await watch.NextAsync();
        Assert.Equal(await services.StandingAsync(selection), first.Standing);

        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await watch.NextAsync(m => m.Standing is { Counts.Supports: 1 });

        await services.JoinAsync("FIN", "Finland", On(2023, 4, 4));
        var grown = await watch.NextAsync(m => m.Standing is { ElectorateSize: > 3 });
        Assert.Contains(grown.Standing.Members, m => m.DisplayName == "Finland");

        var step = Step(Rutte, CandidacyStatus.Presented, On(2024, 2, 22));
        step.PresentedBy = "NLD";
        await services.Candidates.RecordCandidacyAsync(step);
        var presented = await watch.NextAsync(m => m.Standing is not null && m.Standing.CandidacyStatus == CandidacyStatus.Presented);
        Assert.Equal(await services.StandingAsync(selection, r => r.AtLeastAsFresh = presented.RevisionToken), presented.Standing);
    }

    [Fact]
    public async Task While_nothing_changes_nothing_comes_but_a_heartbeat_every_15_seconds()
    {
        var selection = await services.OpenAsync("quiet");
        using var watch = services.WatchStanding(selection, r => r.AsOf = On(2024, 2, 22));
        var first = await watch.NextAsync();
        // Another selection, and a look at what is known already, change nothing.
        await services.OpenAsync("beside");

        for (var beat = 0; beat < 4; beat++)
        {
            var last = services.Clock.GetUtcNow();
            var heartbeat = await watch.NextAsync();
            Assert.Equal((null, first.RevisionToken), (heartbeat.Standing, heartbeat.RevisionToken));
            // It is counted from when the message before was made, which the test took a moment later.
            Assert.True(services.Clock.GetUtcNow() - last > Timings.Default.WatchHeartbeat - Timings.Default.WatchPoll);
        }
    }

    [Fact]
    public async Task Resumed_after_what_is_still_the_newest_it_begins_with_a_heartbeat()
    {
        var selection = await services.OpenAsync("resumed");
        using var before = services.WatchStanding(selection);
        var last = await before.NextAsync();

        using var after = services.WatchStanding(selection, r => r.ResumeAfter = last.RevisionToken);
        var heartbeat = await after.NextAsync();
        Assert.Equal((null, last.RevisionToken), (heartbeat.Standing, heartbeat.RevisionToken));
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await after.NextAsync(m => m.Standing is { Counts.Supports: 1 });
    }

    [Fact]
    public async Task Resumed_after_something_older_it_begins_with_the_newest()
    {
        var selection = await services.OpenAsync("changed");
        using var before = services.WatchStanding(selection);
        var last = await before.NextAsync();
        foreach (var member in (string[])["FRA", "NLD", "POL"])
            await services.Consensus.RecordPositionAsync(Position(selection, member, Stance.Supports));
        // Whoever joins is told what the others have been told.
        await before.NextAsync(m => m.Standing is { Counts.Supports: 3 });

        using var after = services.WatchStanding(selection, r => r.ResumeAfter = last.RevisionToken);
        Assert.Equal(3, (await after.NextAsync()).Standing.Counts.Supports);
    }

    [Fact]
    public async Task A_watch_of_today_moves_on_at_midnight_and_one_of_a_day_does_not()
    {
        var selection = await services.OpenAsync("midnight");
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await services.Members.InviteMemberAsync(new() { Code = "AUT", DisplayName = "Austria" });
        var acceding = await services.Members.AccedeMemberAsync(new() { Code = "AUT", Date = On(2024, 2, 23) });
        await services.StandingAsync(selection, r => r.AtLeastAsFresh = acceding.RevisionToken);
        using var today = services.WatchStanding(selection);
        using var day = services.WatchStanding(selection, r => r.AsOf = On(2024, 2, 22));
        var (before, fixedDay) = (await today.NextAsync(), await day.NextAsync());
        Assert.Equal(On(2024, 2, 22), before.Standing.AsOf);

        services.Clock.SetUtcNow(new(2024, 2, 22, 23, 59, 59, TimeSpan.Zero));
        var after = await today.NextAsync(m => m.Standing is { AsOf.Day: 23 });

        Assert.Equal((On(2024, 2, 23), before.Standing.ElectorateSize + 1), (after.Standing.AsOf, after.Standing.ElectorateSize));
        AssertNotRepeated([fixedDay, .. await day.ComingAsync(TimeSpan.FromSeconds(20))]);
        using var resumed = services.WatchStanding(selection, r => r.ResumeAfter = before.RevisionToken);
        Assert.Equal(after.Standing, (await resumed.NextAsync()).Standing);
    }

    /// <summary>After the first, only heartbeats come.</summary>
    internal static void AssertNotRepeated(List<WatchStandingResponse> come) => Assert.All(come.Skip(1), m => Assert.Null(m.Standing));
}
