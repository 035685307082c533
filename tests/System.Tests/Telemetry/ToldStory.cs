using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Nato.Consensus.V1;
using NatoServices.System.Tests.StandingToDecision;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>What was done, once for all tests that look at what was told of it.</summary>
public sealed class ToldStory : IAsyncLifetime
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

    private ConsensusClient Consensus => Observed.Council.Consensus;

    public async Task InitializeAsync()
    {
        Observed = await ObservedCouncil.MeetAsync();
        foreach (var selection in (string[])["written", "broken", "adopted", "damaged"]) await Observed.Council.SelectAsync(selection);

        await WatchAsync();
        await Assert.ThrowsAsync<RpcException>(() => DoAsync("refusal", h => Consensus.RecordPositionAsync(
            new(ObservedCouncil.Position("written", "FRA")) { Candidate = "nobody" }, h)));
        // What one process has computed, the other finds in the cache.
        foreach (var replica in Observed.Council.Replicas.Reverse())
            await new ConsensusClient(replica.Channel).GetStandingAsync(
                new() { Selection = "written", Candidate = Council.Candidate, FullyConsistent = true });
        await FailAsync();

        await BreakAsync();
        await DoAsync("opening", h => Consensus.OpenSilenceAsync(Opening("adopted", TimeSpan.FromSeconds(1)), h));
    }

    public async Task DisposeAsync() => await Observed.DisposeAsync();

    /// <summary>A write that two watch, one here and one at another process.</summary>
    private async Task WatchAsync()
    {
        using var ending = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var watching = Observed.Council.Replicas.Select(replica => new ConsensusClient(replica.Channel).WatchEntries(
            new() { Selection = "written", AfterRevision = 1 }, cancellationToken: ending.Token)).ToList();
        // Each first hears that it has everything, so from then on it waits.
        foreach (var watch in watching) Assert.True(await watch.ResponseStream.MoveNext(ending.Token));
        await DoAsync("writing", h => Consensus.RecordPositionAsync(
            new(ObservedCouncil.Position("written", "FRA", Citation)) { Conditions = { Condition } }, h));
        foreach (var watch in watching) Assert.True(await watch.ResponseStream.MoveNext(ending.Token));
        // They go on until it is measured that there are two.
        await Observed.Collector.UntilAsync(c => c.Metrics.FirstOrDefault(m =>
            m.Metric.Name == "natoservices.watchers" && m.Of("natoservices.watched", "entries") == 1));
        await ending.CancelAsync();
        foreach (var watch in watching) watch.Dispose();
    }

    /// <summary>A moment that no calendar has: nobody foresees that, so the call fails as a defect does.</summary>
    private async Task FailAsync()
    {
        await using (var file = new SqliteConnection(Observed.Council.Journal))
        {
            await file.OpenAsync();
            await using var damage = file.CreateCommand();
            damage.CommandText = "UPDATE entries SET recorded_at = 900000000000000000 WHERE stream = 'selection/damaged'";
            await damage.ExecuteNonQueryAsync();
        }
        var other = new ConsensusClient(Observed.Council.Replicas[1].Channel);
        await Assert.ThrowsAsync<RpcException>(() => DoAsync(
            "failure", h => other.GetSelectionAsync(new() { Selection = "damaged", FullyConsistent = true }, h)));
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

/// <summary>The tests that look at the story share it.</summary>
[CollectionDefinition(Name)]
public sealed class ToldOnce : ICollectionFixture<ToldStory>
{
    public const string Name = "What was told";
}
