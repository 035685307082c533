using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.System.Tests.StandingToDecision;
using NatoServices.System.Tests.Telemetry.Wire;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>What was done, once for all tests that look at what was exported meanwhile.</summary>
public sealed class TelemetryScenario : IAsyncLifetime
{
    public const string Actor = "secret-actor-7f1";
    public const string Citation = "secret-citation-7f2";
    public const string Condition = "secret-condition-7f3";
    public const string Reason = "secret-reason-7f4";
    public const string Draft = "secret-draft-7f5";
    public const string Agent = "secret-agent-7f6";
    public const string Host = "secret-host-7f7";

    /// <summary>Who breaks silence; nobody else says or does anything about this one.</summary>
    public const string Breaker = "DNK";

    internal ObservedCouncil Observed { get; private set; } = null!;

    /// <summary>The trace of each call, by its name.</summary>
    internal Dictionary<string, string> Traces { get; } = [];

    /// <summary>The announcement of a write that two watched.</summary>
    internal ExportedSpan Waking { get; private set; } = null!;

    /// <summary>The watches that it woke.</summary>
    internal IReadOnlyList<ExportedSpan> Woken { get; private set; } = [];

    private ConsensusClient Consensus => Observed.Council.Consensus;

    private ConsensusClient Other => new(Observed.Council.Replicas[1].Channel);

    public async Task InitializeAsync()
    {
        // Nobody who watches looks by himself: whoever finds a change has heard of it.
        Observed = await ObservedCouncil.MeetAsync(settings: $"--Timings:WatchPoll={2 * Waiting.Longest}");
        foreach (var selection in (string[])["written", "watched", "broken", "adopted", "damaged"]) await Observed.Council.SelectAsync(selection);

        await DoAsync("writing", h => Consensus.RecordPositionAsync(
            new(ObservedCouncil.Position("written", "FRA", Citation)) { Conditions = { Condition } }, h));
        await WatchAsync();
        await Assert.ThrowsAsync<RpcException>(() => DoAsync("refusal", h => Consensus.RecordPositionAsync(
            new(ObservedCouncil.Position("written", "FRA")) { Candidate = "nobody" }, h)));
        await ShareAsync();
        await FailAsync();
        // A process that meets a selection asks the cache how far it has come.
        await DoAsync("meeting", h => Other.GetSelectionAsync(new() { Selection = "broken" }, h));

        await BreakAsync();
        await DoAsync("opening", h => Consensus.OpenSilenceAsync(Opening("adopted", TimeSpan.FromSeconds(1)), h));
    }

    public async Task DisposeAsync() => await Observed.DisposeAsync();

    /// <summary>What one process has computed, the other finds in the cache once it is there: its caller does not wait for that.</summary>
    private async Task ShareAsync()
    {
        var request = new GetStandingRequest
        {
            Selection = "written",
            Candidate = Council.Candidate,
            FullyConsistent = true,
            AsOf = new() { Year = 2024, Month = 2, Day = 1 },
        };
        await DoAsync("computing", h => Other.GetStandingAsync(request, h));
        await Observed.SpanAsync(Traces["computing"], s => s.Name == "SET reply standing");
        await DoAsync("sharing", h => Consensus.GetStandingAsync(request, h));
    }

    /// <summary>A write that two watch, one here and one at another process.</summary>
    private async Task WatchAsync()
    {
        using var ending = new CancellationTokenSource(Waiting.Longest);
        var watching = Observed.Council.Replicas.Select(replica => new ConsensusClient(replica.Channel).WatchEntries(
            new() { Selection = "watched", AfterRevision = 1 }, cancellationToken: ending.Token)).ToList();
        // Each first hears that it has everything, so from then on it waits.
        foreach (var watch in watching) Assert.True(await watch.ResponseStream.MoveNext(ending.Token));
        await DoAsync("waking", h => Other.RecordPositionAsync(ObservedCouncil.Position("watched", "FRA"), h));
        foreach (var watch in watching) Assert.True(await watch.ResponseStream.MoveNext(ending.Token));
        Waking = await Observed.SpanAsync(Traces["waking"], s => s is { Kind: SpanKind.Producer, Name: "publish heads" });
        Woken = await Observed.Collector.UntilAsync(
            c => c.Spans.Where(s => s.Name == "process heads" && s.IsLinkedTo(Waking)).ToList() is { Count: 2 } two ? two : null,
            () => Observed.Collector.Show(Waking.Trace));
        // They go on until it is measured that there are two.
        await Observed.Collector.UntilAsync(c => c.Metrics.FirstOrDefault(m =>
            m.Metric.Name == "natoservices.watchers" && m.Of("natoservices.watched", "entries") == 1));
        await ending.CancelAsync();
        foreach (var watch in watching) watch.Dispose();
    }

    /// <summary>A moment that no calendar has: nobody foresees that, so the call fails as a defect does.</summary>
    private async Task FailAsync()
    {
        Database.Execute(Observed.Council.JournalFile, "UPDATE entries SET recorded_at = 900000000000000000 WHERE stream = 'selection/damaged'");
        await Assert.ThrowsAsync<RpcException>(() => DoAsync(
            "failure", h => Other.GetSelectionAsync(new() { Selection = "damaged", FullyConsistent = true }, h)));
    }

    private async Task BreakAsync()
    {
        var opened = await Consensus.OpenSilenceAsync(Opening("broken", TimeSpan.FromHours(1)));
        await DoAsync("breaking", h => Consensus.BreakSilenceAsync(
            new() { Selection = "broken", Silence = opened.Silence.Id, Member = Breaker, Reason = Reason, Confidential = true }, h));
        using var http = new HttpClient { DefaultRequestHeaders = { { "User-Agent", Agent }, { "nato-actor", Actor }, { "Host", Host } } };
        using var answer = await http.PostAsync(
            $"{Observed.Council.Replicas[0].HttpAddress}/v1/selections/broken/silences/{opened.Silence.Id}:break?member={Reason}",
            new StringContent($$"""{"member": "{{Breaker}}", "reason": "{{Reason}}"}""", Encoding.UTF8, "application/json"));
    }

    private static OpenSilenceRequest Opening(string selection, TimeSpan duration) => new()
    {
        Selection = selection,
        Candidate = Council.Candidate,
        Text = Draft,
        Duration = duration.ToDuration(),
        TimeZone = "Europe/Brussels",
    };

    private async Task<T> DoAsync<T>(string name, Func<Metadata, AsyncUnaryCall<T>> call)
    {
        var (trace, headers) = ObservedCouncil.Begin(Actor);
        Traces[name] = trace;
        return await call(headers);
    }
}

/// <summary>The tests that look at the scenario share it.</summary>
[CollectionDefinition(Name)]
public sealed class SharedScenario : ICollectionFixture<TelemetryScenario>
{
    public const string Name = "What was exported";
}
