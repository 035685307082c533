using Google.Protobuf.WellKnownTypes;
using NatoServices.System.Tests.StandingToDecision;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>A call that its caller wants in no trace, and what nobody has asked for.</summary>
public sealed class UntracedTests
{
    [Fact]
    public async Task What_follows_a_call_that_its_caller_wants_in_no_trace_is_in_none_nor_is_what_a_watch_asks_by_itself()
    {
        await using var observed = await ObservedCouncil.MeetAsync();
        await observed.Council.SelectAsync("untraced");
        var (trace, headers) = ObservedCouncil.Begin(sampled: false);
        using var ending = new CancellationTokenSource(Waiting.Longest);
        var other = new ConsensusClient(observed.Council.Replicas[1].Channel);
        using var watch = other.WatchStanding(new() { Selection = "untraced", Candidate = Council.Candidate }, headers, cancellationToken: ending.Token);
        Assert.True(await watch.ResponseStream.MoveNext(ending.Token));

        await observed.Council.Consensus.RecordPositionAsync(ObservedCouncil.Position("untraced", "FRA"), headers);
        Assert.True(await watch.ResponseStream.MoveNext(ending.Token));
        await observed.Council.Consensus.OpenSilenceAsync(
            new() { Selection = "untraced", Candidate = Council.Candidate, Text = "Draft", Duration = TimeSpan.FromSeconds(1).ToDuration() }, headers);
        // Its log lines belong to the call's trace all the same.
        await observed.Collector.UntilAsync(c => c.Logs.FirstOrDefault(l =>
            l.Trace == trace && l.Text.Contains("comes to its end", StringComparison.Ordinal)));
        await observed.Collector.UntilAsync(c => c.Metrics.FirstOrDefault(m =>
            m.Metric.Name == "natoservices.entries.recorded" && m.Of("natoservices.entry.kind", "AppointmentDelivered") == 1));
        // The watch looks every second whether something has changed that nobody has announced, at the owners too.
        var asked = Asked(observed.Collector);
        await observed.Collector.UntilAsync(c => Asked(c) >= asked + 2 ? c : null);
        await ending.CancelAsync();

        await observed.Collector.DrainAsync(
            h => observed.Council.Roster.GetRosterAsync(new(), h).ResponseAsync,
            h => observed.Council.Slates.GetVacancyAsync(new() { Vacancy = "untraced" }, h).ResponseAsync,
            h => observed.Council.Consensus.GetSelectionAsync(new() { Selection = "untraced" }, h).ResponseAsync,
            h => other.GetSelectionAsync(new() { Selection = "untraced" }, h).ResponseAsync);
        Assert.DoesNotContain(observed.Collector.Spans, s => s.Trace == trace);
        Assert.DoesNotContain(observed.Collector.Spans, s => s.Name.StartsWith("process ", StringComparison.Ordinal));
        Assert.DoesNotContain(observed.Collector.Spans, s => s.Name.EndsWith("/Appoint", StringComparison.Ordinal));
        // Only services ask for these.
        Assert.DoesNotContain(observed.Collector.Spans, s => s.Parent is "" && s.Name.EndsWith("History", StringComparison.Ordinal));
    }

    /// <summary>How many calls Members has answered.</summary>
    private static double Asked(Collector collector) => collector.Metrics
        .LastOrDefault(m => m.Service == "members" && m.Metric.Name == "http.server.request.duration")?.Of(null, null) ?? 0;
}
