using System.Net;
using System.Net.Mime;
using System.Text.Json;
using Nato.Consensus.V1;
using NatoServices.Domain;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Watching;

/// <summary>Watches as browsers have them: server-sent events over plain HTTP, resumed after the id of the last that came.</summary>
public sealed class EventStreamTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    [Fact]
    public async Task Every_entry_is_an_event_whose_id_is_its_revision()
    {
        var selection = await services.OpenAsync("events");
        using var events = await WatchAsync($"/v1/selections/{selection}/entries:watch");
        var type = events.Response.Content.Headers.ContentType!;
        Assert.Equal(MediaTypeNames.Text.EventStream, type.MediaType);
        Assert.True(events.Response.Headers.CacheControl!.NoCache);
        var position = Position(selection, "FRA", Stance.Supports);
        position.Source.Name = "Türkiye, then Kariņš";
        await services.Consensus.RecordPositionAsync(position);

        var (opened, recorded) = (await events.NextAsync(), await events.NextAsync());

        Assert.Equal([(null, "1"), (null, "2")], [(opened.Kind, opened.Id), (recorded.Kind, recorded.Id)]);
        var entry = WatchEntriesResponse.Parser.ParseJson(recorded.Data).Entry;
        Assert.Equal((await services.Consensus.ListEntriesAsync(new() { Selection = selection })).Entries[1], entry);
        Assert.Contains("Türkiye, then Kariņš", entry.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_connects_again_goes_on_after_the_last_event_whatever_the_address_says()
    {
        var selection = await services.OpenAsync("again");
        for (var entry = 2; entry <= 6; entry++) await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        var got = new List<string?>();
        // The address stays as it was first written; the header says where the browser was.
        foreach (var spelling in (string[])["after_revision", "afterRevision", "after_revision"])
        {
            using var events = await WatchAsync($"/v1/selections/{selection}/entries:watch?{spelling}=1", got.LastOrDefault() ?? "");
            for (var more = got.Count == 0 ? 2 : 1; more > 0; more--) got.Add((await events.NextAsync()).Id);
        }
        Assert.Equal(["2", "3", "4", "5"], got);
    }

    [Fact]
    public async Task A_standing_is_an_event_whose_id_resumes_and_a_heartbeat_is_one_of_its_own_kind()
    {
        var selection = await services.OpenAsync("standing");
        var address = $"/v1/selections/{selection}/standing:watch?candidate={Rutte}";
        using var events = await WatchAsync(address);
        var first = await events.NextAsync();
        Assert.Null(first.Kind);
        Assert.Equal(await services.StandingAsync(selection), WatchStandingResponse.Parser.ParseJson(first.Data).Standing);
        Assert.NotNull(RevisionToken.Parse(first.Id!));

        using var again = await WatchAsync($"{address}&resumeAfter=junk", first.Id!);
        var heartbeat = await again.NextAsync();
        Assert.Equal(("heartbeat", first.Id), (heartbeat.Kind, heartbeat.Id));
        var beating = HearAsync(events, e => e.Kind is "heartbeat");
        await services.UntilAsync(() => Task.FromResult(beating.IsCompleted), come => come);
        await beating;

        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        foreach (var each in (EventReader[])[events, again])
            await HearAsync(each, e => e.Kind is null && WatchStandingResponse.Parser.ParseJson(e.Data).Standing.Counts.Supports == 1);
    }

    [Fact]
    public async Task The_roster_and_a_slate_come_as_events_with_every_letter()
    {
        await services.JoinAsync("TUR", "Türkiye", On(1952, 2, 18));
        await services.JoinAsync("LVA", "Latvia", On(2004, 3, 29));
        await services.RegisterAsync("Krišjānis Kariņš", "LVA");
        using var roster = await WatchAsync("/v1/roster:watch", service: "members");
        using var slate = await WatchAsync($"/v1/vacancies/{SecretaryGeneral}/candidates:watch", service: "candidates");
        var (states, candidates) = (await roster.NextAsync(), await slate.NextAsync());
        Assert.Contains(Nato.Members.V1.WatchRosterResponse.Parser.ParseJson(states.Data).Roster.Members, m => m.DisplayName == "Türkiye");
        Assert.Contains(Nato.Candidates.V1.WatchSlateResponse.Parser.ParseJson(candidates.Data).Candidates, c => c.Name == "Krišjānis Kariņš");
        Assert.All([states, candidates], e => Assert.NotNull(RevisionToken.Parse(e.Id!)));
    }

    [Fact]
    public async Task Without_asking_for_events_each_message_is_a_line_of_JSON()
    {
        var selection = await services.OpenAsync("lines");
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        using var response = await services["consensus"].Rest.GetAsync(
            new Uri($"/v1/selections/{selection}/entries:watch", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        for (var revision = 1; revision <= 2; revision++)
            Assert.Equal(revision, WatchEntriesResponse.Parser.ParseJson((await lines.ReadLineAsync())!).Entry.Recorded.Revision);
    }

    [Theory]
    [InlineData("entries:watch", "abc", "after_revision")]
    [InlineData("standing:watch?candidate=mark-rutte", "abc", "resume_after")]
    public async Task An_id_that_no_event_had_is_bad_input(string watch, string lastEventId, string field)
    {
        var selection = await services.OpenAsync($"junk-{field.Replace('_', '-')}");
        using var refused = await services["consensus"].Rest.SendAsync(EventReader.Asking($"/v1/selections/{selection}/{watch}", lastEventId));
        Assert.Equal((HttpStatusCode.BadRequest, "application/json"), (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        using var status = JsonDocument.Parse(await refused.Content.ReadAsStringAsync());
        Assert.Contains(field, status.RootElement.GetProperty("details")[1].ToString(), StringComparison.Ordinal);
    }

    private static async Task HearAsync(EventReader events, Predicate<ServerSentEvent> isIt)
    {
        while (!isIt(await events.NextAsync())) { }
    }

    private async Task<EventReader> WatchAsync(string address, string lastEventId = "", string service = "consensus")
    {
        var asking = EventReader.Asking(address, lastEventId);
        return new((await services[service].Rest.SendAsync(asking, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode());
    }
}
