using Google.Protobuf.WellKnownTypes;
using NatoServices.System.Tests.StandingToDecision;
using NatoServices.System.Tests.Telemetry.Wire;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>With PostgreSQL its driver makes the spans of readings; the journal makes those of appends, which share their commits.</summary>
public sealed class PostgresTracesTests
{
    [PostgresFact]
    public async Task A_write_and_what_it_causes_are_traced_alike_with_PostgreSQL()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var observed = await ObservedCouncil.MeetAsync(database.ConnectionString);
        await observed.Council.SelectAsync("written");

        var (trace, headers) = ObservedCouncil.Begin(TelemetryScenario.Actor);
        await observed.Council.Consensus.RecordPositionAsync(ObservedCouncil.Position("written", "FRA", TelemetryScenario.Citation), headers);
        var server = await observed.SpanAsync(trace, s => s is { Kind: SpanKind.Server, Service: "consensus" });
        var insert = await observed.SpanAsync(trace, s => s.Name == "INSERT entries");
        Assert.Equal((server.Id, SpanKind.Client, "postgresql"), (insert.Parent, insert.Kind, insert["db.system.name"]));
        var announcing = await observed.SpanAsync(trace, s => s.Kind == SpanKind.Producer);
        Assert.Equal(server.Id, announcing.Parent);

        var (opened, silence) = ObservedCouncil.Begin(TelemetryScenario.Actor);
        await observed.Council.Consensus.OpenSilenceAsync(
            new() { Selection = "written", Candidate = Council.Candidate, Text = TelemetryScenario.Draft, Duration = TimeSpan.FromSeconds(1).ToDuration() },
            silence);
        var opening = await observed.SpanAsync(opened, s => s is { Kind: SpanKind.Server, Service: "consensus" });
        await observed.DeliveringAsync(opening);

        // Nobody asked: what the worker looks up again and again is in no trace.
        Assert.DoesNotContain(observed.Collector.Spans, s => s.Kind == SpanKind.Client && s.Parent is "");
        Assert.All(
            (string[])[TelemetryScenario.Actor, TelemetryScenario.Citation, TelemetryScenario.Draft],
            secret => Assert.False(observed.Collector.Has(secret), $"'{secret}' was exported."));
    }
}
