using System.Net;
using Grpc.Core;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Watching;

/// <summary>How watches end: with a status that says to resume elsewhere, and without holding anybody up.</summary>
public sealed class WatchEndTests
{
    [Fact]
    public async Task A_service_that_stops_says_so_to_all_who_watch()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("ending");
        using var standing = services.WatchStanding(selection);
        using var entries = services.WatchEntries(selection);
        using var roster = services.WatchRoster();
        using var slate = services.WatchSlate();
        await standing.NextAsync();
        await entries.NextAsync();
        await roster.NextAsync();
        await slate.NextAsync();
        using var events = new EventReader(await services["consensus"].Rest.SendAsync(
            EventReader.Asking($"/v1/selections/{selection}/entries:watch"), HttpCompletionOption.ResponseHeadersRead));
        Assert.Equal("1", (await events.NextAsync()).Id);

        foreach (var name in (string[])["consensus", "candidates", "members"]) await services[name].StopAsync();

        (StatusCode, string?) stopping = (StatusCode.Unavailable, "SERVICE_STOPPING");
        Assert.Equal([stopping, stopping, stopping, stopping],
            [await standing.EndAsync(), await entries.EndAsync(), await roster.EndAsync(), await slate.EndAsync()]);
        var end = await events.NextAsync();
        while (end.Kind is "heartbeat") end = await events.NextAsync();
        Assert.Equal(("end", null), (end.Kind, end.Id));
        Assert.Contains("SERVICE_STOPPING", end.Data, StringComparison.Ordinal);
        Assert.Null(await events.EndAsync());
    }

    [Fact]
    public async Task Who_is_far_behind_is_told_too_and_resumes_where_it_was()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("far");
        for (var entry = 0; entry < 300; entry++) await services.RecordLongAsync(selection);
        using var slow = services.WatchEntries(selection);
        while (slow.Taken < 10) await slow.NextAsync();

        var stopping = services["consensus"].StopAsync();

        Assert.Equal((StatusCode.Unavailable, "SERVICE_STOPPING"), await slow.EndAsync());
        await stopping;
        Assert.InRange(slow.Taken, 10, 299);
    }

    [Fact]
    public async Task A_watcher_that_never_reads_harms_neither_writers_nor_others_nor_the_end_of_the_service()
    {
        await using var services = new ConsensusFixture { Overrides = ["--Timings:WatchDrain=00:00:02"] };
        await services.InitializeAsync();
        var selection = await services.OpenAsync("stuck");
        using var stuck = services.WatchEntries(selection);
        using var stuckToo = services.WatchStanding(selection);
        using var unread = await services["consensus"].Rest.SendAsync(
            EventReader.Asking($"/v1/selections/{selection}/entries:watch"), HttpCompletionOption.ResponseHeadersRead);
        using var reading = services.WatchEntries(selection);
        for (var revision = 1; revision <= 400; revision++)
        {
            Assert.Equal(revision, (await reading.NextAsync(m => m.Entry is not null)).Revision);
            await services.RecordLongAsync(selection);
        }
        Assert.Equal(4, services["consensus"].Watches.Count);

        // The host itself would wait for ten minutes.
        await services["consensus"].StopAsync().WaitAsync(Waiting.Longest);

        Assert.Equal((StatusCode.Unavailable, "SERVICE_STOPPING"), await reading.EndAsync());
    }

    [Fact]
    public async Task No_more_watch_than_may_and_who_goes_away_makes_room()
    {
        await using var services = new FewWatches();
        await services.InitializeAsync();
        var watches = services["members"].Watches;
        using var first = services.WatchRoster();
        await first.NextAsync();
        var second = services.WatchRoster();
        await second.NextAsync();

        using (var third = services.WatchRoster()) Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_WATCHERS"), await third.EndAsync());
        using var refused = await services["members"].Rest.SendAsync(EventReader.Asking("/v1/roster:watch"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal(2, watches.Count);

        second.Dispose();
        await services.UntilAsync(() => Task.FromResult(watches.Count), count => count == 1);
        using var next = services.WatchRoster();
        Assert.NotNull((await next.NextAsync()).Roster);
    }

    [Fact]
    public async Task Who_comes_after_all_others_have_gone_is_served_anew()
    {
        await using var services = await ServiceFixture.StartAsync();
        for (var time = 0; time < 20; time++)
        {
            using (var watch = services.WatchRoster()) Assert.Equal(0, (await watch.NextAsync()).Roster.Revision);
            if (time % 2 == 0) await services.UntilAsync(() => Task.FromResult(services["members"].Watches.Count), count => count == 0);
        }
        await services.JoinAsync("FIN", "Finland");
        using var last = services.WatchRoster();
        // It may have come among those who were leaving still, and they are told a moment later.
        Assert.Equal(1, (await last.NextAsync(m => m.Roster is { Revision: > 0 })).Roster.Revision);
    }

    /// <summary>Serves two watches at most.</summary>
    private sealed class FewWatches : ServiceFixture
    {
        protected override IEnumerable<string> Settings => ["--Watches:Most=2"];
    }
}
