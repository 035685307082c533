using NatoServices.System.Tests.StandingToDecision;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>Metrics and logs that are exported, and what leaves no process.</summary>
[Collection(SharedScenario.Name)]
public sealed class SignalsTests(TelemetryScenario story)
{
    private Collector Collector => story.Observed.Collector;

    [Theory]
    [InlineData("natoservices.entries.recorded", "{entry}", "natoservices.entry.kind", "PositionRecorded", 1)]
    [InlineData("natoservices.entries.recorded", "{entry}", "natoservices.entry.kind", "DecisionTaken", 1)]
    [InlineData("natoservices.entries.recorded", "{entry}", "natoservices.entry.kind", "AppointmentDelivered", 1)]
    [InlineData("natoservices.refusals", "{refusal}", "natoservices.refusal.reason", "INVALID_INPUT", 1)]
    [InlineData("natoservices.watchers", "{watcher}", "natoservices.watched", "entries", 0)]
    [InlineData("natoservices.watch.delay", "s", "natoservices.watched", "entries", 1)]
    [InlineData("natoservices.silence.lateness", "s", null, null, 1)]
    [InlineData("natoservices.due_work.waiting", "{piece}", "natoservices.due_work.kind", "silence", 1)]
    [InlineData("natoservices.due_work.waiting", "{piece}", "natoservices.due_work.kind", "appointment", 0)]
    [InlineData("natoservices.due_work.age", "s", null, null, 0)]
    public async Task A_measure_has_its_unit_says_what_it_is_and_is_right(string name, string unit, string? key, string? value, double expected)
    {
        // Either process may have done it, so what each has said last is looked at: a sum only grows, and what there is now settles.
        var metric = await Collector.UntilAsync(
            c => c.Metrics.LastOrDefault(m => m is { Service: "consensus" } && m.Metric.Name == name && m.Of(key, value) == expected),
            () => string.Join('\n', Collector.Metrics.Where(m => m.Metric.Name == name).Select(m => m.Metric.ToString()).Distinct()));
        Assert.Equal((unit, true), (metric.Metric.Unit, metric.Metric.Description.Length > 20));
    }

    [Theory]
    [InlineData("natoservices.cache.reads", "{read}", "natoservices.cache.level", "memory")]
    [InlineData("natoservices.cache.reads", "{read}", "natoservices.cache.level", "shared")]
    [InlineData("natoservices.cache.reads", "{read}", "natoservices.cache.level", "journal")]
    [InlineData("natoservices.cache.reads", "{read}", "natoservices.cache.level", "owner")]
    [InlineData("natoservices.journal.batch.size", "{operation}", null, null)]
    [InlineData("http.server.request.duration", "s", null, null)]
    [InlineData("dotnet.gc.collections", "{collection}", null, null)]
    public async Task What_grows_with_every_call_is_measured(string name, string unit, string? key, string? value)
    {
        var metric = await Collector.UntilAsync(
            c => c.Metrics.LastOrDefault(m => m is { Service: "consensus" } && m.Metric.Name == name && m.Of(key, value) > 0),
            () => string.Join('\n', Collector.Metrics.Where(m => m.Metric.Name == name).Select(m => m.Metric.ToString()).Distinct()));
        Assert.Equal(unit, metric.Metric.Unit);
    }

    [Fact]
    public async Task The_log_tells_the_story_in_few_lines_and_each_line_belongs_to_its_trace()
    {
        var broken = await LineAsync("of selection/broken is broken.");
        Assert.Equal(("consensus", story.Traces["breaking"]), (broken.Service, broken.Trace));
        Assert.Equal(story.Traces["opening"], (await LineAsync("of selection/adopted runs until")).Trace);

        var concluded = await LineAsync("of selection/adopted comes to its end");
        var span = await Collector.UntilAsync(c => c.Spans.FirstOrDefault(s => s.Trace == concluded.Trace && s.Name == "process silence"));
        Assert.Equal(ExportedSpan.Hex(concluded.Record.SpanId), span.Id);

        foreach (var service in (string[])["Members", "Candidates", "Consensus"])
            Assert.Contains("journal: SQLite; cache: 127.0.0.1:", (await LineAsync($"{service} 0.1.0")).Text, StringComparison.Ordinal);
        // Few in the normal course; a warning is of something else.
        Assert.InRange(Collector.Logs.Count(l => l.Record.Severity == "Information"), 1, 40);
    }

    [Fact]
    public async Task Nothing_that_anybody_wrote_and_nobody_who_wrote_is_exported()
    {
        // Everything that could tell has been exported by then.
        await Collector.UntilAsync(c => c.Spans.FirstOrDefault(s => s.Name == "process appointment"));
        await Collector.UntilAsync(c => c.Spans.FirstOrDefault(s =>
            s.Trace == story.Traces["breaking"] && s.Name.EndsWith("BreakSilence", StringComparison.Ordinal)));
        await Collector.UntilAsync(c => c.Spans.FirstOrDefault(s => s["http.route"]?.Contains(":break", StringComparison.Ordinal) == true));

        string[] secrets =
        [
            TelemetryScenario.Actor, TelemetryScenario.Citation, TelemetryScenario.Condition, TelemetryScenario.Reason, TelemetryScenario.Draft, TelemetryScenario.Agent, TelemetryScenario.Host,
            Council.Candidate,
        ];
        Assert.All(secrets, secret => Assert.False(Collector.Has(secret), $"'{secret}' was exported."));

        var texts = Collector.Spans.SelectMany(s => s.Span.Attributes).Concat(Collector.Logs.SelectMany(l => l.Record.Attributes))
            .Select(a => ExportedSpan.TextOf(a.Value)).Concat(Collector.Logs.Select(l => l.Text)).Concat(Collector.Spans.Select(s => s.Name));
        Assert.All(texts, text => Assert.DoesNotContain(TelemetryScenario.Breaker, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_is_called_what_who_runs_it_calls_it()
    {
        await Collector.UntilAsync(c => c.Spans.FirstOrDefault());
        Assert.True(Collector.Has(ObservedCouncil.Instance));
    }

    private Task<ExportedLog> LineAsync(string part) =>
        Collector.UntilAsync(c => c.Logs.FirstOrDefault(l => l.Text.Contains(part, StringComparison.Ordinal)));
}
