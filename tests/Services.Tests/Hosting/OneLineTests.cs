using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NatoServices.Consensus;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>A service that can't start says why in one line, and ends with 1.</summary>
public sealed class OneLineTests
{
    [Theory]
    [InlineData("services:members:grpc:0", "members")]
    [InlineData("services:members:grpc:0", "ftp://members:21")]
    [InlineData("Kestrel:Endpoints:http:Url", "5103")]
    [InlineData("ConnectionStrings:cache", "ssl=true")]
    [InlineData("Watches:Most", "many")]
    [InlineData("Watches:Most", "-1")]
    [InlineData("Telemetry:TracesPerSecond", "all")]
    public async Task A_wrong_setting_is_named(string setting, string value)
    {
        var line = await LineAsync($"--{setting}={value}");

        Assert.StartsWith($"A setting is wrong: {setting} must ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        Assert.Contains($"{taken.LocalEndpoint}", await LineAsync($"--Kestrel:Endpoints:http:Url=http://{taken.LocalEndpoint}"), StringComparison.Ordinal);
    }

    private static async Task<string> LineAsync(string setting)
    {
        var folder = Directory.CreateTempSubdirectory("nato-services-");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            typeof(ConsensusApp).Assembly.Location, $"--ConnectionStrings:journal=Data Source={Path.Combine(folder.FullName, "consensus.db")}",
            "--Kestrel:Endpoints:http:Url=http://127.0.0.1:0", "--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:0", setting,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        folder.Delete(recursive: true);

        Assert.Equal(1, process.ExitCode);
        Assert.Empty(await output);
        return Assert.Single((await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
