using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NatoServices.System.Tests;

/// <summary>What a deployment has a service do beside serving: bring its schema up to date, and say how it is.</summary>
public sealed class Errands
{
    public static TheoryData<string> Services => ["Members", "Candidates", "Consensus"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Migrate_makes_the_schema_and_ends(string service)
    {
        using var folder = new TemporaryFolder();

        await using var errand = new BuiltProcess(service, ["migrate", Journal(folder["journal.db"])]);

        Assert.Equal(0, await errand.EndAsync());
        Assert.Equal([$"The schema of {service} is up to date."], errand.Output);
        Assert.True(File.Exists(folder["journal.db"]));
    }

    [Fact]
    public async Task Migrate_fails_where_there_is_no_database()
    {
        await using var errand = new BuiltProcess(
            "Members", ["migrate", string.Create(CultureInfo.InvariantCulture, $"--ConnectionStrings:journal=Host=127.0.0.1;Port={BuiltProcess.FreePort()};Database=x")]);

        Assert.Equal(1, await errand.EndAsync());
        Assert.Contains("cannot be used", Assert.Single(errand.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_what_the_service_on_any_address_says_of_itself()
    {
        using var folder = new TemporaryFolder();
        string[] settings = [Http(BuiltProcess.FreePort()), $"--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:{BuiltProcess.FreePort()}"];
        Assert.Equal(1, await HealthAsync(settings));

        await using var service = new BuiltProcess("Members", [.. settings, Journal(folder["journal.db"])]);
        await WellAsync(service, settings);

        service.Send(BuiltProcess.Terminate);
        Assert.Equal(0, await service.EndAsync());
        Assert.Equal(1, await HealthAsync(settings));
    }

    [Fact]
    public async Task An_unknown_errand_is_refused_with_those_that_are_known()
    {
        await using var errand = new BuiltProcess("Consensus", ["seed"]);

        Assert.Equal(1, await errand.EndAsync());
        var line = Assert.Single(errand.Errors);
        Assert.All(["'seed'", "'migrate'", "'health'"], known => Assert.Contains(known, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_with_a_cache_whose_port_is_taken_says_so_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var service = new BuiltProcess("Members",
        [
            Http(port), Journal(folder["journal.db"]), "--ConnectionStrings:cache=127.0.0.1:1", "--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:0",
        ]);

        Assert.Equal(1, await service.EndAsync());
        Assert.Contains($"{port}", Assert.Single(service.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain(service.Output, line => line.StartsWith("crit", StringComparison.Ordinal));
    }

    private static async Task WellAsync(BuiltProcess service, string[] settings) => await Waiting.UntilAsync(
        () =>
        {
            Assert.False(service.HasEnded, string.Join('\n', service.Errors));
            return HealthAsync(settings);
        },
        code => code == 0, "the service says that it is well");

    private static async Task<int> HealthAsync(string[] settings)
    {
        await using var errand = new BuiltProcess("Members", ["health", .. settings]);
        var code = await errand.EndAsync();
        Assert.Equal(code, errand.Errors.Count);
        return code;
    }

    private static string Http(int port) => $"--Kestrel:Endpoints:http:Url=http://*:{port}";

    private static string Journal(string file) => $"--ConnectionStrings:journal=Data Source={file}";
}
