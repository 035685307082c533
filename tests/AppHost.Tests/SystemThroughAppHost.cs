using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.AppHost.Tests;

/// <summary>The system, started as the AppHost starts it: with the orchestrator, on ports of its own, in a folder that goes away.</summary>
public sealed class SystemThroughAppHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task It_answers_the_standing_of_the_reported_case_and_verifies_its_record()
    {
        var data = Directory.CreateTempSubdirectory("nato-apphost-").FullName;
        try
        {
            using var timeout = new CancellationTokenSource(Patience);
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(["--Data", data], timeout.Token);
            await using var app = await builder.BuildAsync(timeout.Token);
            await app.StartAsync(timeout.Token);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("consensus", timeout.Token);
            var seed = await app.ResourceNotifications.WaitForResourceAsync(
                "seed", e => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text) && e.Snapshot.ExitCode is not null, timeout.Token);
            Assert.Equal(0, seed.Snapshot.ExitCode);

            using var consensus = app.CreateHttpClient("consensus", "http");
            var standing = await consensus.GetFromJsonAsync<JsonElement>(
                "/v1/selections/nato-secretary-general-2024/standing?candidate=mark-rutte&as_of.year=2024&as_of.month=2&as_of.day=22", timeout.Token);
            Assert.Equal(4, standing.GetProperty("standing").GetProperty("counts").GetProperty("supports").GetInt32());

            var resource = app.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(r => r.Name == "consensus");
            var verified = await app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(resource, "verify-records", timeout.Token);
            Assert.True(verified.Success, verified.Message);
            Assert.Contains("nato-secretary-general-2024: holds", verified.Data!.Value, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
