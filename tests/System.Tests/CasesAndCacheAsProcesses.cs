using System.Net;
using Nato.Consensus.V1;

namespace NatoServices.System.Tests;

/// <summary>The system as an orchestrator runs it: each part a process of its own, the cache and the loading of the case too.</summary>
public sealed class CasesAndCacheAsProcesses
{
    private readonly int port = BuiltProcess.FreePort();

    private readonly string health = $"http://127.0.0.1:{BuiltProcess.FreePort()}";

    private string[] CacheSettings => [$"--Cache:Port={port}", $"--Kestrel:Endpoints:http:Url={health}"];

    [Fact]
    public async Task The_case_is_recorded_once_however_often_it_is_loaded()
    {
        using var folder = new TemporaryFolder();
        await using var cache = new BuiltProcess("EmbeddedCache", CacheSettings);
        await using var members = Service("Members");
        var toMembers = $"--services:members:grpc:0={members.GrpcAddress}";
        await using var candidates = Service("Candidates", toMembers);
        await using var consensus = Service("Consensus", toMembers, $"--services:candidates:grpc:0={candidates.GrpcAddress}");
        await Task.WhenAll(HealthyAsync(cache), members.ReadyAsync(), candidates.ReadyAsync(), consensus.ReadyAsync());

        for (var time = 1; time <= 2; time++)
            Assert.Equal(
                (0, "On record: 457 of 457 items."), await LoadAsync(members.GrpcAddress, candidates.GrpcAddress, consensus.GrpcAddress));

        var standing = await new Consensus.ConsensusClient(consensus.Channel).GetStandingAsync(
            new() { Selection = "nato-secretary-general-2024", Candidate = "mark-rutte", AsOf = new() { Year = 2024, Month = 2, Day = 22 } });
        Assert.Equal(4, standing.Standing.Counts.Supports);

        ServiceProcess Service(string program, params string[] others) => new(
            program, $"Data Source={folder[program]}.db", [$"--ConnectionStrings:cache=127.0.0.1:{port}", .. others]);
    }

    [Fact]
    public async Task A_service_that_is_away_is_one_line()
    {
        var nobody = $"http://127.0.0.1:{BuiltProcess.FreePort()}";

        var (code, line) = await LoadAsync(nobody, nobody, nobody);

        Assert.Equal(1, code);
        Assert.StartsWith("A service did not answer:", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_whose_port_is_taken_or_none_says_so_in_one_line()
    {
        await using var cache = new BuiltProcess("EmbeddedCache", CacheSettings);
        await HealthyAsync(cache);

        Assert.Contains($"{port}", await RefusalAsync(CacheSettings), StringComparison.Ordinal);
        Assert.Contains("Cache:Port must be a port", await RefusalAsync(["--Cache:Port=none"]), StringComparison.Ordinal);
    }

    private async Task HealthyAsync(BuiltProcess cache)
    {
        using var client = new HttpClient { Timeout = Waiting.Longest };
        await Waiting.UntilAsync(() => StatusAsync(client, cache), status => status == HttpStatusCode.OK, "the cache is healthy");
    }

    private async Task<HttpStatusCode?> StatusAsync(HttpClient client, BuiltProcess cache)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(health + "/health"));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            Assert.False(cache.HasEnded, string.Join('\n', cache.Errors));
            return null;
        }
    }

    private static async Task<(int Code, string Line)> LoadAsync(string members, string candidates, string consensus)
    {
        await using var load = new BuiltProcess("Cases", ["--members", members, "--candidates", candidates, "--consensus", consensus]);
        var code = await load.EndAsync();
        return (code, code == 0 ? load.Output[^1] : Assert.Single(load.Errors));
    }

    private static async Task<string> RefusalAsync(IEnumerable<string> settings)
    {
        await using var cache = new BuiltProcess("EmbeddedCache", settings);
        Assert.Equal(1, await cache.EndAsync());
        return Assert.Single(cache.Errors);
    }
}
