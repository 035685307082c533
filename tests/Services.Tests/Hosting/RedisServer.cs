using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>A Redis of a test's own, on loopback and in memory, which can be paused, killed and started again at its port.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly HeldPort port = new();

    private readonly string[] settings;

    private Process? process;

    private RedisServer(string[] settings) => this.settings = settings;

    /// <summary>Why tests that need one are skipped; null if they are not.</summary>
    public static string? Absent => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DeployedFactAttribute.Redis))
        ? $"{DeployedFactAttribute.Redis} not set: see README, \"Two commands\""
        : Executable is null ? "redis-server is not installed" : null;

    /// <summary>Where it listens.</summary>
    public int Port => port.Number;

    /// <summary>What a service is told.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    private static string? Executable => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    /// <summary>One that is not started yet.</summary>
    public static RedisServer Prepare(params string[] settings) => new(settings);

    /// <summary>One that runs.</summary>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        var server = Prepare(settings);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it; ends when it takes connections.</summary>
    public async Task StartAsync()
    {
        string[] listening = settings.Contains("--tls-port") ? ["--port", "0", "--tls-port", $"{Port}"] : ["--port", $"{Port}"];
        process = Process.Start(new ProcessStartInfo(
            Executable!, [.. listening, "--bind", "127.0.0.1", "--save", "", .. settings.Where(s => s != "--tls-port")])
        {
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal)) break;
        _ = process.StandardOutput.ReadToEndAsync();
        Assert.False(process.HasExited, "redis-server did not start.");
    }

    /// <summary>It answers nothing any more, and its connections stay.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    /// <summary>It goes on.</summary>
    public Task ResumeAsync() => SignalAsync("-CONT");

    /// <summary>It dies, and forgets everything.</summary>
    public async Task KillAsync()
    {
        if (process is null) return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Says something to it, and waits until it answers as expected.</summary>
    public async Task SayAsync(string command, string answer)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        using var late = new CancellationTokenSource(Waiting.Longest);
        var stream = client.GetStream();
        var (buffer, heard) = (new byte[4096], "");
        while (!heard.Contains(answer, StringComparison.Ordinal))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), late.Token);
            heard = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, late.Token));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        port.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{process!.Id}"]);
        await kill.WaitForExitAsync();
    }
}
