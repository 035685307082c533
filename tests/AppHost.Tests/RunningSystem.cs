using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.AppHost.Tests;

/// <summary>
/// The system, started as the AppHost starts it: with the orchestrator and the dashboard, on ports of its own, with the reported case.
/// </summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    /// <summary>The tests that start one take turns: a dozen processes are enough for a machine.</summary>
    public const string OneAtATime = "running systems";

    private const string Standing =
        "/v1/selections/nato-secretary-general-2024/standing?candidate=mark-rutte&as_of.year=2024&as_of.month=2&as_of.day=22";

    /// <summary>How long anything may take that a test waits for: a dozen processes are started.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource patience = new(Patience);

    private readonly DistributedApplication app;

    private RunningSystem(DistributedApplication app) => this.app = app;

    /// <summary>Ends what takes too long.</summary>
    public CancellationToken Cancellation => patience.Token;

    public ResourceNotificationService Notifications => app.ResourceNotifications;

    /// <summary>Starts it and waits until the case is on record.</summary>
    public static async Task<RunningSystem> StartAsync(params string[] args)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(args, (options, _) => options.DisableDashboard = false);
        // Else the dashboard's telemetry is for its own pages only.
        builder.Configuration["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true";
        var system = new RunningSystem(await builder.BuildAsync());
        try
        {
            await system.app.StartAsync(system.Cancellation);
            await system.Notifications.WaitForResourceHealthyAsync("consensus", system.Cancellation);
            var seed = await system.Notifications.WaitForResourceAsync(
                "seed", e => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text) && e.Snapshot.ExitCode is not null, system.Cancellation);
            Assert.True(seed.Snapshot.ExitCode == 0, $"The seed ended with {seed.Snapshot.ExitCode}:\n{await system.LogOfAsync(seed.ResourceId)}");
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a resource by HTTP, wherever it listens; without trying again by itself.</summary>
    public HttpClient ClientOf(string resource) => new() { BaseAddress = app.GetEndpoint(resource, "http") };

    /// <summary>What the dashboard has been told.</summary>
    public DashboardTelemetry Telemetry() => new(ClientOf("aspire-dashboard"), Cancellation);

    /// <summary>How many support in the standing of the reported case.</summary>
    public async Task<int> SupportersAsync()
    {
        using var consensus = ClientOf("consensus");
        var answer = await consensus.GetFromJsonAsync<JsonElement>(Standing, Cancellation);
        return answer.GetProperty("standing").GetProperty("counts").GetProperty("supports").GetInt32();
    }

    /// <summary>Runs a command of the dashboard, on the resource that bears a name alone.</summary>
    public Task<ExecuteCommandResult> CommandAsync(string resource, string command) =>
        app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(resource, command, Cancellation);

    private async Task<string> LogOfAsync(string resource)
    {
        var lines = new List<string>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource).WithCancellation(Cancellation))
            lines.AddRange(batch.Select(line => line.Content));
        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        patience.Dispose();
    }
}
