using NatoServices.System.Tests.Telemetry.Wire;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>What becomes of a write, in traces.</summary>
[Collection(SharedScenario.Name)]
public sealed class TracesTests(TelemetryScenario story)
{
    private const string Write = "nato.consensus.v1.Consensus/RecordPosition";

    [Fact]
    public async Task A_write_is_one_trace_through_every_service_the_cache_and_the_database()
    {
        var server = await SpanAsync("writing", s => s.Kind == SpanKind.Server && s.Name == Write);
        AssertHas(server, ("rpc.system.name", "grpc"), ("rpc.method", Write), ("rpc.response.status_code", "OK"));
        Assert.Equal(("consensus", false), (server.Service, server.IsError));

        foreach (var (service, method) in ((string, string)[])
            [("members", "nato.members.v1.Members/GetRosterHistory"), ("candidates", "nato.candidates.v1.Candidates/GetSlateHistory")])
        {
            var asking = await SpanAsync("writing", s => s.Kind == SpanKind.Client && s.Name == method);
            Assert.Equal(("consensus", server.Id), (asking.Service, asking.Parent));
            AssertHas(
                asking, ("rpc.system.name", "grpc"), ("rpc.method", method), ("rpc.response.status_code", "OK"), ("server.address", service));
            var answering = await SpanAsync("writing", s => s.Kind == SpanKind.Server && s.Name == method);
            Assert.Equal((service, asking.Id), (answering.Service, answering.Parent));
            var reading = await SpanAsync("writing", s => s.Parent == answering.Id && s["db.system.name"] == "sqlite");
            Assert.Equal((service, "SELECT entries", SpanKind.Client), (reading.Service, reading.Name, reading.Kind));
        }

        var insert = await SpanAsync("writing", s => s.Name == "INSERT entries");
        Assert.Equal((server.Id, SpanKind.Client), (insert.Parent, insert.Kind));
        AssertHas(insert, ("db.system.name", "sqlite"), ("db.operation.name", "INSERT"), ("db.collection.name", "entries"));
        foreach (var kind in (string[])["roster", "slate"])
        {
            var cache = await SpanAsync("writing", s => s.Service == "consensus" && s.Name == $"SET upstream {kind}");
            Assert.Equal((server.Id, SpanKind.Client), (cache.Parent, cache.Kind));
            AssertHas(cache, ("db.system.name", "redis"), ("db.operation.name", "SET"), ("db.collection.name", $"upstream {kind}"));

            // How far the owners' records have come is looked up once for all who ask, in the trace of who asked first.
            Assert.Equal(server.Id, (await SpanAsync("writing", s => s.Service == "consensus" && s.Name == $"GET head {kind}")).Parent);
        }

        var announcing = await SpanAsync("writing", s => s is { Kind: SpanKind.Producer, Name: "publish heads" });
        Assert.Equal(server.Id, announcing.Parent);
        AssertHas(
            announcing, ("messaging.system", "redis"), ("messaging.destination.name", "heads"), ("messaging.operation.name", "publish"),
            ("messaging.operation.type", "send"));
        Assert.Equal(announcing.Id, (await SpanAsync("writing", s => s.Name == "PUBLISH head selection")).Parent);
    }

    [Theory]
    [InlineData("GET reply standing", "True")]
    [InlineData("GET reply standing", "False")]
    [InlineData("SET reply standing", null)]
    [InlineData("GET snapshot selection", "False")]
    [InlineData("GET head selection", "True")]
    public async Task A_question_to_the_cache_says_what_it_is_for_and_whether_that_was_there(string name, string? hit)
    {
        var asked = await story.Observed.Collector.UntilAsync(
            c => c.Spans.FirstOrDefault(s => s.Name == name && s["natoservices.cache.hit"] == hit),
            () => string.Join('\n', story.Observed.Collector.Spans.Where(IsOfCache).Select(s => $"{s.Name} {s["natoservices.cache.hit"]}").Distinct()));
        AssertHas(
            asked, ("db.system.name", "redis"), ("db.operation.name", name.Split(' ')[0]), ("db.collection.name", name[(name.IndexOf(' ') + 1)..]));
    }

    [Fact]
    public async Task No_question_to_the_cache_is_without_a_name_nor_has_an_id_in_it()
    {
        await story.Observed.Collector.UntilAsync(c => c.Spans.FirstOrDefault(s => s.Name == "process appointment"));

        Assert.All(story.Observed.Collector.Spans.Where(IsOfCache), s => Assert.Matches(
            "^(GET|SET|PUBLISH) ((snapshot|upstream|head) (roster|slate|selection)|vacancy selection|reply standing|invalidation)$", s.Name));
    }

    [Fact]
    public async Task Watchers_are_woken_in_traces_of_their_own_that_are_linked_to_the_announcement()
    {
        // One at the process that wrote, one at another, which has heard of it through Redis.
        var (announcing, woken) = (story.Waking, story.Woken);
        Assert.All(woken, span =>
        {
            Assert.Equal((SpanKind.Consumer, ""), (span.Kind, span.Parent));
            AssertHas(
                span, ("messaging.system", "redis"), ("messaging.destination.name", "heads"), ("messaging.operation.name", "process"),
                ("messaging.operation.type", "process"));
        });
        Assert.Equal(3, woken.Select(s => s.Trace).Append(announcing.Trace).Distinct().Count());
        foreach (var span in woken) await SpanAsync(span.Trace, s => s.Parent == span.Id && s["db.system.name"] == "sqlite", named: false);
    }

    [Fact]
    public async Task What_is_done_later_is_linked_to_the_entry_that_caused_it()
    {
        var opening = await SpanAsync("opening", s => s.Kind == SpanKind.Server && s.Service == "consensus");
        var running = await story.Observed.Collector.UntilAsync(
            c => c.Spans.FirstOrDefault(s => s.Name == "process silence" && s.IsLinkedTo(opening)));
        Assert.Equal((SpanKind.Consumer, ""), (running.Kind, running.Parent));
        AssertHas(running, ("messaging.destination.name", "silence"), ("natoservices.due_work.attempt", "1"));

        var delivering = await story.Observed.DeliveringAsync(opening);
        var marking = await SpanAsync(
            delivering.Trace, s => s is { Service: "candidates", Kind: SpanKind.Server, Name: "nato.candidates.v1.Candidates/Appoint" }, named: false);
        Assert.NotEqual(opening.Trace, delivering.Trace);
        Assert.False(marking.IsError);
    }

    [Fact]
    public async Task A_refusal_is_no_failure_of_the_server_and_is_one_for_who_asked()
    {
        var refused = await SpanAsync("refusal", s => s.Kind == SpanKind.Server && s.Service == "consensus");
        AssertHas(refused, ("rpc.response.status_code", "INVALID_ARGUMENT"));
        Assert.Equal((false, null), (refused.IsError, refused["error.type"]));

        var asking = await SpanAsync("refusal", s => s.Kind == SpanKind.Client && s.Name.EndsWith("GetCandidate", StringComparison.Ordinal));
        AssertHas(asking, ("rpc.response.status_code", "NOT_FOUND"), ("error.type", "NOT_FOUND"));
        Assert.True(asking.IsError);
        Assert.False((await SpanAsync("refusal", s => s.Kind == SpanKind.Server && s.Parent == asking.Id)).IsError);
    }

    [Fact]
    public async Task A_defect_is_a_failure_of_the_server_and_its_log_line_belongs_to_the_trace_without_its_message()
    {
        var failed = await SpanAsync("failure", s => s.Kind == SpanKind.Server);
        AssertHas(failed, ("rpc.response.status_code", "INTERNAL"), ("error.type", "INTERNAL"));
        Assert.Equal((true, ""), (failed.IsError, failed.Span.Status.Message));

        var line = await story.Observed.Collector.UntilAsync(
            c => c.Logs.FirstOrDefault(l => l.Trace == failed.Trace && l.Record.Severity == "Error"));
        Assert.Equal("System.ArgumentOutOfRangeException", ExportedSpan.ValueOf(line.Record.Attributes, "exception.type"));
        Assert.Contains("   at NatoServices.", ExportedSpan.ValueOf(line.Record.Attributes, "exception.stacktrace"), StringComparison.Ordinal);
        Assert.Null(ExportedSpan.ValueOf(line.Record.Attributes, "exception.message"));
    }

    private Task<ExportedSpan> SpanAsync(string trace, Func<ExportedSpan, bool> isIt, bool named = true) =>
        story.Observed.SpanAsync(named ? story.Traces[trace] : trace, isIt);

    private static bool IsOfCache(ExportedSpan span) => span["db.system.name"] == "redis";

    private static void AssertHas(ExportedSpan span, params IEnumerable<(string Key, string Value)> attributes) =>
        Assert.All(attributes, a => Assert.Equal((a.Key, a.Value), (a.Key, span[a.Key])));
}
