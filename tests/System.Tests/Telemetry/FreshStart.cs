using Grpc.Health.V1;
using NatoServices.EmbeddedCache;
using static Grpc.Health.V1.Health;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>A system that has just been started and filled, with probes all the while: once for all tests that look at what it exports.</summary>
public sealed class FreshStart : IAsyncLifetime, IDisposable
{
    /// <summary>What who runs the process that loads calls it.</summary>
    public const string Seed = "seed-7f9";

    /// <summary>The text of a file that a service refuses.</summary>
    public const string Refused = "bea-south";

    private readonly TemporaryFolder folder = new();

    private readonly List<ServiceProcess> services = [];

    private CacheServer cache = null!;

    internal Collector Collector { get; private set; } = null!;

    /// <summary>Which of the lines of the refused file it is.</summary>
    public int RefusedLine { get; private set; }

    /// <summary>All spans of other traces than those of this test's last calls.</summary>
    internal IReadOnlyList<ExportedSpan> Spans { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Collector = await Collector.StartAsync();
        cache = CacheServer.Start(BuiltProcess.FreePort());
        await StartAsync();
        await ProbeAsync();
        for (var time = 1; time <= 2; time++) Assert.Equal(0, await LoadAsync());
        var file = await TidalCouncil.WithAsync(folder, ("member: HMD\n    candidate: ada-north", $"member: HMD\n    candidate: {Refused}"));
        RefusedLine = 1 + (await File.ReadAllLinesAsync(file)).ToList().FindIndex(line => line.Contains("member: HMD", StringComparison.Ordinal));
        Assert.Equal(1, await LoadAsync("--case", file));
        await ProbeAsync();

        // A process exports its spans in their order: what it exported before these has come when they have.
        var drained = await Collector.DrainAsync(
            headers => new Nato.Members.V1.Members.MembersClient(services[0].Channel).GetRosterAsync(new(), headers).ResponseAsync,
            headers => new Nato.Candidates.V1.Candidates.CandidatesClient(services[1].Channel)
                .GetVacancyAsync(new() { Vacancy = "keeper-2021" }, headers).ResponseAsync,
            headers => new Nato.Consensus.V1.Consensus.ConsensusClient(services[2].Channel)
                .GetSelectionAsync(new() { Selection = "keeper-2021" }, headers).ResponseAsync);
        Spans = [.. Collector.Spans.Where(s => !drained.Contains(s.Trace))];
    }

    public async Task DisposeAsync()
    {
        foreach (var service in Enumerable.Reverse(services)) await service.DisposeAsync();
        cache.Dispose();
        await Collector.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    private async Task StartAsync()
    {
        string[] known = [];
        foreach (var program in (string[])["Members", "Candidates", "Consensus"])
        {
            var service = new ServiceProcess(program, $"Data Source={folder[program]}.db",
                [
                    $"--ConnectionStrings:cache={cache.ConnectionString}", .. ObservedCouncil.ExportingTo(Collector), .. LongTimeouts.WithCache,
                    .. known,
                ]);
            services.Add(service);
            known = [.. known, $"--services:{Key(program)}:grpc:0={service.GrpcAddress}"];
        }
        await Task.WhenAll(services.Select(service => service.ReadyAsync()));
    }

    /// <summary>Every probe there is, as who runs the services makes them.</summary>
    private async Task ProbeAsync()
    {
        using var http = new HttpClient();
        foreach (var service in services)
        {
            foreach (var path in (string[])["/health", "/alive"]) await http.GetStringAsync(new Uri(service.HttpAddress + path));
            var health = new HealthClient(service.Channel);
            await health.CheckAsync(new(), ObservedCouncil.Begin().Headers);
            using var watch = health.Watch(new());
            Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, watch.ResponseStream.Current.Status);
        }
    }

    private async Task<int> LoadAsync(params string[] more)
    {
        var addresses = services.Zip((string[])["members", "candidates", "consensus"], (service, name) => (string[])[$"--{name}", service.GrpcAddress]);
        await using var load = new BuiltProcess(
            "Cases", [.. addresses.SelectMany(a => a), .. more], ("OTEL_EXPORTER_OTLP_ENDPOINT", Collector.Address), ("OTEL_SERVICE_NAME", Seed));
        return await load.EndAsync();
    }

    private static string Key(string program) => program.ToLowerInvariant();
}
