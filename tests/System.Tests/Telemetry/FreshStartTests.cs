using NatoServices.System.Tests.Telemetry.Wire;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>What a system exports that has just been started and filled, for somebody who sees it for the first time.</summary>
public sealed class FreshStartTests(FreshStart start) : IClassFixture<FreshStart>
{
    private const string Case = "nato-secretary-general-2024";

    private const string Loading = $"load case {Case}";

    private const string RefusedLoading = "load case tidal-council-keeper";

    private Collector Collector => start.Collector;

    [Fact]
    public void Each_loading_is_one_trace_of_one_span_and_nothing_else_is_a_trace_no_probe_either() =>
        Assert.Equal(
            [(FreshStart.Seed, Loading), (FreshStart.Seed, Loading), (FreshStart.Seed, RefusedLoading)],
            start.Spans.Select(s => (s.Service, s.Name)));

    [Fact]
    public void A_loading_says_what_was_recorded_and_what_was_there_already()
    {
        var (first, second) = (start.Spans.First(s => s.Name == Loading), start.Spans.Last(s => s.Name == Loading));

        Assert.Equal(("457", "457", "0", "0"), Counts(first));
        Assert.Equal(("457", "0", "457", "0"), Counts(second));
        Assert.All((ExportedSpan[])[first, second], s => Assert.Equal((SpanKind.Internal, "", false), (s.Kind, s.Parent, s.IsError)));
    }

    [Fact]
    public async Task A_loading_that_is_refused_is_an_error_and_says_at_which_line_and_nothing_of_what_stands_there()
    {
        var loading = start.Spans.Single(s => s.Name == RefusedLoading);

        Assert.True(loading.IsError);
        Assert.Equal(
            ("INVALID_INPUT", "RecordPosition", $"{start.RefusedLine}"),
            (loading["error.type"], loading["natoservices.case.refused_rpc"], loading["natoservices.case.refused_line"]));
        Assert.Equal(("21", "19", "0", "0"), Counts(loading));
        Assert.Equal(
            $"Case tidal-council-keeper is not on record whole: RecordPosition of line {start.RefusedLine} failed: INVALID_INPUT.",
            (await LineAsync(loading)).Text);
        Assert.False(Collector.Has(FreshStart.Refused));
    }

    [Fact]
    public async Task A_loading_has_a_log_line_of_its_trace() =>
        Assert.Equal(
            $"Case {Case} is on record: of 457 items 457 were recorded, 0 were there already, 0 are there otherwise.",
            (await LineAsync(start.Spans.First(s => s.Name == Loading))).Text);

    private Task<ExportedLog> LineAsync(ExportedSpan loading) =>
        Collector.UntilAsync(c => c.Logs.FirstOrDefault(l => l.Service == FreshStart.Seed && l.Trace == loading.Trace));

    private static (string?, string?, string?, string?) Counts(ExportedSpan loading) => (
        loading["natoservices.case.items"], loading["natoservices.case.recorded"],
        loading["natoservices.case.already_on_record"], loading["natoservices.case.on_record_otherwise"]);
}
