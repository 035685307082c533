using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Nato.Consensus.V1;
using NatoServices.Consensus;
using NatoServices.Services.Tests.Hosting;
using NatoServices.Services.Tests.Refusals;
using static NatoServices.Services.Tests.Consensus.Deciding;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Consensus.Silences;

/// <summary>A member breaks silence in confidence: readers learn that silence was broken, not by whom.</summary>
public sealed partial class ConfidenceTests
{
    /// <summary>What the shared cache keeps, by how its keys begin.</summary>
    private static readonly HashSet<string> Kinds = ["consensus-v2", "roster-history-v1", "slate-history-v1", "standing-v2"];

    private static readonly string[] Telling = ["hun-", "delegation", "Budapest", "unprintable"];

    [Fact]
    public async Task Whoever_breaks_silence_in_confidence_every_reader_gets_the_same_bytes()
    {
        var hungary = await AnswersAsync("HUN", "delegation-hun", "hun-breaks", "Budapest is not ready.");
        var france = await AnswersAsync("FRA", "unprintable", "", "No.");
        Assert.Equal(france.Keys, hungary.Keys);
        foreach (var (reader, answer) in hungary)
        {
            // Nothing may differ to the byte but seals and hashes, which say nothing.
            Assert.True(Hex().Replace(france[reader], "#") == Hex().Replace(answer, "#"), $"{reader} tells who it was: {answer}");
            Assert.All(Telling, telling => Assert.DoesNotContain(telling, answer, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_confidential_break_is_shown_as_such_and_the_record_holds()
    {
        await using var services = await StartAsync();
        var broken = await BreakAsync(services, "FRA", "delegation-fra", "fra-breaks", "Paris is not ready.");
        var shown = Assert.Single(broken.Silence.Breaks);
        Assert.Equal((SilenceState.Broken, "", "", true, "undisclosed"),
            (broken.Silence.State, shown.Member, shown.Reason, shown.Confidential, shown.Recorded.Actor));
        Assert.True((await services.Consensus.VerifyRecordAsync(new() { Selection = "sealed" })).Holds);

        var kept = JsonNode.Parse((string)(await services.SqlAsync(ConsensusApp.Identity, "SELECT sealed FROM entries WHERE sealed IS NOT NULL"))!)!;
        Assert.Equal(("FRA", "Paris is not ready.", "delegation-fra"),
            (kept["member"]!.GetValue<string>(), kept["reason"]!.GetValue<string>(), kept["actor"]!.GetValue<string>()));
        Assert.Equal("fra-breaks", await services.SqlAsync(ConsensusApp.Identity, "SELECT request_id FROM entries WHERE sealed IS NOT NULL"));

        // Who broke silence openly has said so; in confidence it can be said again.
        await services.Consensus.BreakSilenceAsync(Breaking(broken.Silence, "FRA"));
        Assert.Equal(["", "FRA"], (await services.ReadAsync(broken.Silence)).Breaks.Select(b => b.Member));
    }

    [Fact]
    public async Task A_sealed_text_that_was_changed_is_found_and_one_that_was_erased_is_not_missed()
    {
        await using var services = await StartAsync();
        await BreakAsync(services, "FRA", "delegation-fra", "fra-breaks", "Paris is not ready.");
        await services.SqlAsync(ConsensusApp.Identity, "UPDATE entries SET sealed = replace(sealed, 'FRA', 'POL') WHERE sealed IS NOT NULL");
        var changed = await services.Consensus.VerifyRecordAsync(new() { Selection = "sealed" });
        Assert.Equal((false, 2, 3, "the sealed text is not the one that the entry names"),
            (changed.Holds, changed.Revision, changed.FirstBroken, changed.Problem));
        await services.SqlAsync(ConsensusApp.Identity, "UPDATE entries SET sealed = NULL WHERE sealed IS NOT NULL");
        Assert.True((await services.Consensus.VerifyRecordAsync(new() { Selection = "sealed" })).Holds);
    }

    [Fact]
    public async Task Only_who_broke_silence_in_confidence_is_answered_again()
    {
        await using var services = await StartAsync();
        var broken = await BreakAsync(services, "FRA", "delegation-fra", "fra-breaks", "Paris is not ready.");
        Assert.Equal(broken, await AgainAsync("delegation-fra", "Paris is not ready."));
        foreach (var (actor, reason) in ((string, string)[])[("delegation-nld", "Paris is not ready."), ("delegation-fra", "Not ready.")])
        {
            var refused = await Refusing.OfAsync(() => Again(actor, reason));
            Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (refused.Status, refused.Reason));
            var told = refused.Message + string.Join(' ', refused.Metadata.Values);
            Assert.All((string[])["FRA", "delegation", "Paris"], telling => Assert.DoesNotContain(telling, told, StringComparison.Ordinal));
        }
        Assert.Equal(3, (await services.SelectionAsync("sealed")).Revision);

        async Task<BreakSilenceResponse> AgainAsync(string actor, string reason) => await Again(actor, reason);
        AsyncUnaryCall<BreakSilenceResponse> Again(string actor, string reason) =>
            services.Consensus.BreakSilenceAsync(Confidential(broken.Silence, "FRA", "fra-breaks", reason), By(actor));
    }

    /// <summary>What every reader gets, over gRPC and REST, and what the shared cache keeps, after a member broke silence in confidence.</summary>
    private static async Task<SortedDictionary<string, string>> AnswersAsync(string member, string actor, string requestId, string reason)
    {
        await using var services = await StartAsync();
        await services.JoinAsync("HUN", "Hungary", On(1999, 3, 12));
        var broken = await BreakAsync(services, member, actor, requestId, reason);
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["BreakSilence"] = broken.ToString() };
        var cache = new KeptCache();
        for (var start = 0; start < 3; start++)
        {
            var caller = new Caller(services["consensus"], Nato.Consensus.V1.Consensus.Descriptor);
            foreach (var (rpc, request) in Readings)
            {
                var call = new RpcCall(rpc, (JsonObject)JsonNode.Parse(request)!, "");
                answers[$"{rpc} {start}"] = Encoding.Latin1.GetString(await caller.GrpcAsync(call));
                using var rest = await caller.RestAsync(call);
                Assert.True(rest.IsSuccessStatusCode, rpc);
                answers[$"{rpc} {start} over REST"] = await rest.Content.ReadAsStringAsync();
            }
            // Started again, it reads the record anew and leaves in the cache what it read; started once more, it reads that.
            await services.StopAsync("consensus");
            await services.HostAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync, b => b.Services.AddSingleton<IDistributedCache>(cache));
        }
        // What it computes is there as soon as it is given away or a moment later.
        var kept = await services.UntilAsync(
            () => Task.FromResult(cache.Kept.ToList()), kept => Kinds.IsSubsetOf(kept.Select(k => k.Key.Split(':')[0])));
        foreach (var (key, value) in kept) answers[$"The cache, {Hex().Replace(key, "#")}"] = value;
        return answers;
    }

    private static (string Rpc, string Request)[] Readings =>
    [
        ("GetSilence", """{"selection":"sealed","silence":"s2"}"""),
        ("ListSilences", """{"selection":"sealed"}"""),
        ("GetSelection", """{"selection":"sealed"}"""),
        ("ListSelections", "{}"),
        ("ListEntries", """{"selection":"sealed"}"""),
        ("GetStanding", """{"selection":"sealed","candidate":"mark-rutte"}"""),
        ("VerifyRecord", """{"selection":"sealed"}"""),
    ];

    private static async Task<BreakSilenceResponse> BreakAsync(
        ConsensusFixture services, string member, string actor, string requestId, string reason)
    {
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("sealed"), TimeSpan.FromHours(1));
        return await services.Consensus.BreakSilenceAsync(Confidential(silence, member, requestId, reason), By(actor));
    }

    private static BreakSilenceRequest Confidential(Silence silence, string member, string requestId, string reason)
    {
        var request = Breaking(silence, member, reason);
        (request.Confidential, request.RequestId) = (true, requestId);
        return request;
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hex();
}
