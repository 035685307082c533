namespace NatoServices.AppHost.Tests;

/// <summary>The system with nothing but the SDK, in a folder that goes away, and what the dashboard had been told once it was up.</summary>
public sealed class EmbeddedSystem : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("nato-apphost-").FullName;

    internal RunningSystem Running { get; private set; } = null!;

    internal DashboardTelemetry Telemetry { get; private set; } = null!;

    /// <summary>The spans of the start and of the loading.</summary>
    internal IReadOnlyList<Span> Fresh { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Running = await RunningSystem.StartAsync("--Data", data);
        Telemetry = Running.Telemetry();
        Fresh = await Telemetry.SpansAsync();
    }

    public async Task DisposeAsync()
    {
        Telemetry.Dispose();
        await Running.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }
}
