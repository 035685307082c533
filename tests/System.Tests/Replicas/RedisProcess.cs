using System.Diagnostics;

namespace NatoServices.System.Tests.Replicas;

/// <summary>A Redis server of the test's own, which can be paused, killed and started again, empty, on the same port.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly int port = BuiltProcess.FreePort();

    private Server process;

    public RedisProcess() => process = new(port);

    public string Address => $"127.0.0.1:{port}";

    public void Start() => process = new(port);

    public void Send(int signal) => process.Send(signal);

    public async Task KillAsync()
    {
        process.Send(BuiltProcess.Kill);
        await process.EndAsync();
        await process.DisposeAsync();
    }

    /// <summary>Waits until as many processes listen to what is announced, and until something is.</summary>
    public Task UsedAsync(int processes) => Announcements.HeardAsync(Address, processes);

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private sealed class Server(int port) : BuiltProcess(new ProcessStartInfo(
        "redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]));
}
