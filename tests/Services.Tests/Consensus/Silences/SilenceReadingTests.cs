using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Nato.Consensus.V1;
using NatoServices.Services.Tests.Hosting;
using NatoServices.Services.Tests.Refusals;
using static NatoServices.Services.Tests.Consensus.Deciding;

namespace NatoServices.Services.Tests.Consensus.Silences;

/// <summary>Silence procedures as they are read: now and as known earlier, one by one and in pages, over gRPC and REST.</summary>
public sealed class SilenceReadingTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    private static readonly TimeSpan TenDays = TimeSpan.FromDays(10);

    [Fact]
    public async Task Each_state_is_read_as_it_was_known()
    {
        var selection = await services.OpenAsync("known");
        var before = services.Now();
        var first = await services.OpenSilenceAsync(selection, TenDays);
        var opened = services.Now();
        await services.Consensus.ExtendSilenceAsync(
            new() { Selection = selection, Silence = first.Id, Duration = TenDays.ToDuration(), Reason = "Easter" });
        var extended = services.Now();
        await services.WithdrawAsync(first);
        var withdrawn = services.Now();
        var second = await services.OpenSilenceAsync(selection, TenDays);
        await services.Consensus.BreakSilenceAsync(Breaking(second, "POL"));

        Assert.Equal("SILENCE_UNKNOWN", (await Refusing.OfAsync(() => services.Consensus.GetSilenceAsync(
            new() { Selection = selection, Silence = first.Id, KnownAt = before }))).Reason);
        Assert.Equal(first, await services.ReadAsync(first, opened));
        var moved = await services.ReadAsync(first, extended);
        Assert.Equal((SilenceState.UnderSilence, first.Deadline + TenDays.ToDuration(), ""), (moved.State, moved.Deadline, moved.WithdrawalReason));
        var last = await services.ReadAsync(first, withdrawn);
        Assert.Equal((SilenceState.Withdrawn, "taken back", 4), (last.State, last.WithdrawalReason, last.Withdrawn.Revision));
        foreach (var (at, running) in ((Timestamp?, string)[])[(before, ""), (opened, "s2"), (extended, "s2"), (withdrawn, ""), (null, "")])
            Assert.Equal(running, (await services.SelectionAsync(selection, at)).Silence);
        Assert.Empty((await services.Consensus.ListSilencesAsync(new() { Selection = selection, KnownAt = before })).Silences);
        Assert.Equal(SilenceState.Withdrawn,
            Assert.Single((await services.Consensus.ListSilencesAsync(new() { Selection = selection, KnownAt = withdrawn })).Silences).State);
        Assert.Single((await services.Consensus.ListSilencesAsync(
            new() { Selection = selection, KnownAt = opened, State = SilenceState.UnderSilence })).Silences);
    }

    [Fact]
    public async Task Silences_are_listed_page_by_page_in_the_order_in_which_they_were_opened()
    {
        var selection = await services.OpenAsync("listed");
        for (var n = 0; n < 5; n++) await services.WithdrawAsync(await services.OpenSilenceAsync(selection, TenDays));
        var broken = await services.OpenSilenceAsync(selection, TenDays);
        await services.Consensus.BreakSilenceAsync(Breaking(broken, "FRA"));
        await services.OpenSilenceAsync(selection, TenDays);

        Assert.Equal(["s2 s4", "s6 s8", "s10 s12", "s14"], await PagesAsync(default));
        Assert.Equal(["s2 s4", "s6 s8", "s10"], await PagesAsync(SilenceState.Withdrawn));
        Assert.Equal(["s12"], await PagesAsync(SilenceState.Broken));
        Assert.Equal(["s14"], await PagesAsync(SilenceState.UnderSilence));
        Assert.Equal([""], await PagesAsync(SilenceState.Adopted));

        async Task<List<string>> PagesAsync(SilenceState state)
        {
            var pages = new List<string>();
            var request = new ListSilencesRequest { Selection = selection, PageSize = 2, State = state };
            do
            {
                var page = await services.Consensus.ListSilencesAsync(request);
                pages.Add(string.Join(' ', page.Silences.Select(s => s.Id)));
                request.PageToken = page.NextPageToken;
            } while (request.PageToken is not "");
            return pages;
        }
    }

    [Fact]
    public async Task Over_REST_silence_is_opened_extended_broken_withdrawn_and_read()
    {
        var selection = await services.OpenAsync("rest");
        var silence = $$"""{"selection":"{{selection}}","silence":"s2" """;
        var opened = await RestAsync("OpenSilence", $$"""
            {"selection":"{{selection}}","candidate":"mark-rutte","text":"A draft.","deadline":"2024-06-20T10:00:00Z","time_zone":"Europe/Brussels"}
            """);
        Assert.Equal("s2", opened["silence"]!["id"]!.GetValue<string>());
        Assert.Equal("2024-06-20T12:00:00+02:00", opened["silence"]!["deadlineShown"]!.GetValue<string>());
        await RestAsync("ExtendSilence", silence + ""","duration":"3600s","reason":"a holiday"}""");
        var extended = await RestAsync("GetSilence", silence + "}");
        Assert.Equal("2024-06-20T13:00:00+02:00", extended["silence"]!["deadlineShown"]!.GetValue<string>());
        await RestAsync("BreakSilence", silence + ""","member":"FRA","reason":"No.","confidential":true}""");
        var listed = await RestAsync("ListSilences", $$"""{"selection":"{{selection}}","state":"SILENCE_STATE_BROKEN","page_size":1}""");
        Assert.Equal("undisclosed", Assert.Single(listed["silences"]!.AsArray())!["breaks"]![0]!["recorded"]!["actor"]!.GetValue<string>());
        await RestAsync("OpenSilence", $$"""{"selection":"{{selection}}","candidate":"mark-rutte","text":"A draft.","duration":"3600s"}""");
        var withdrawn = await RestAsync("WithdrawSilence", $$"""{"selection":"{{selection}}","silence":"s5","reason":"too early"}""");
        Assert.Equal("SILENCE_STATE_WITHDRAWN", withdrawn["silence"]!["state"]!.GetValue<string>());

        async Task<JsonNode> RestAsync(string rpc, string request)
        {
            var caller = new Caller(services["consensus"], Nato.Consensus.V1.Consensus.Descriptor);
            using var answer = await caller.RestAsync(new(rpc, (JsonObject)JsonNode.Parse(request)!, ""));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, text);
            return JsonNode.Parse(text)!;
        }
    }
}
