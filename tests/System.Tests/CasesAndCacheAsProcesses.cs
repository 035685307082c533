using System.Net;
using Nato.Consensus.V1;

namespace NatoServices.System.Tests;

/// <summary>The system as an orchestrator runs it: each part a process of its own, the cache and the loading of the case too.</summary>
public sealed class CasesAndCacheAsProcesses : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly List<BuiltProcess> running = [];

    private readonly int[] ports = [.. Enumerable.Range(0, 8).Select(_ => BuiltProcess.FreePort())];

    [Fact]
    public async Task The_case_is_recorded_once_however_often_it_is_loaded()
    {
        await StartAsync();

        Assert.Equal((0, "On record: 457 of 457 items."), await LoadAsync());
        Assert.Equal((0, "On record: 457 of 457 items."), await LoadAsync());

        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(Url(5));
        var standing = await new Consensus.ConsensusClient(channel).GetStandingAsync(
            new() { Selection = "nato-secretary-general-2024", Candidate = "mark-rutte", AsOf = new() { Year = 2024, Month = 2, Day = 22 } });
        Assert.Equal(4, standing.Standing.Counts.Supports);
    }

    [Fact]
    public async Task A_service_that_is_away_is_one_line()
    {
        var (code, line) = await LoadAsync();

        Assert.Equal(1, code);
        Assert.StartsWith("A service did not answer:", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_whose_port_is_taken_or_none_says_so_in_one_line()
    {
        running.Add(new("EmbeddedCache", CacheSettings));
        await HealthyAsync(7);

        Assert.Contains($"{ports[6]}", await RefusalAsync(CacheSettings), StringComparison.Ordinal);
        Assert.Contains("Cache:Port must be a port", await RefusalAsync(["--Cache:Port=none"]), StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var process in running) await process.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    private string[] CacheSettings => [$"--Cache:Port={ports[6]}", $"--Kestrel:Endpoints:http:Url={Url(7)}"];

    private async Task StartAsync()
    {
        running.Add(new("EmbeddedCache", CacheSettings));
        string[] services = ["Members", "Candidates", "Consensus"];
        running.AddRange(services.Select((service, i) => new BuiltProcess(service,
        [
            $"--ConnectionStrings:journal=Data Source={folder[service]}.db", $"--ConnectionStrings:cache=127.0.0.1:{ports[6]}",
            $"--Kestrel:Endpoints:http:Url={Url(i)}", $"--Kestrel:Endpoints:grpc:Url={Url(i + 3)}",
            $"--services:members:grpc:0={Url(3)}", $"--services:candidates:grpc:0={Url(4)}",
        ])));
        foreach (var http in new[] { 0, 1, 2, 7 }) await HealthyAsync(http);
    }

    private async Task HealthyAsync(int http)
    {
        using var client = new HttpClient();
        while (true)
        {
            try
            {
                if ((await client.GetAsync(new Uri(Url(http) + "/health"))).StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                Assert.DoesNotContain(running, process => process.HasEnded);
            }
        }
    }

    private async Task<(int Code, string Line)> LoadAsync()
    {
        await using var load = new BuiltProcess("Cases", ["--members", Url(3), "--candidates", Url(4), "--consensus", Url(5)]);
        var code = await load.EndAsync();
        return (code, code == 0 ? load.Output[^1] : Assert.Single(load.Errors));
    }

    private static async Task<string> RefusalAsync(IEnumerable<string> settings)
    {
        await using var cache = new BuiltProcess("EmbeddedCache", settings);
        Assert.Equal(1, await cache.EndAsync());
        return Assert.Single(cache.Errors);
    }

    private string Url(int port) => $"http://127.0.0.1:{ports[port]}";
}
