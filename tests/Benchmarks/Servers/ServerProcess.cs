using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace NatoServices.Benchmarks.Servers;

/// <summary>A server in a process of its own, started for a benchmark and ended with it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private readonly StringBuilder said = new();

    private readonly string program;

    private readonly int port;

    private ServerProcess(string program, int port, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        (this.program, this.port) = (program, port);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        Started = Stopwatch.GetTimestamp();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>When it was started.</summary>
    public long Started { get; }

    /// <summary>The number of the process.</summary>
    public int Id => process.Id;

    /// <summary>Where it listens.</summary>
    public string Address => $"http://127.0.0.1:{port}";

    /// <summary>The port on which it listens.</summary>
    public int Port => port;

    /// <summary>Starts a program of this solution as it is deployed, and does not wait for it.</summary>
    public static async Task<ServerProcess> StartDeployedAsync(
        string program, int port, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        new("dotnet", port, [await Deployed.AssemblyAsync(program), .. arguments], environment);

    /// <summary>Starts another program and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(string program, int port, params IEnumerable<string> arguments)
    {
        var server = new ServerProcess(program, port, arguments, null);
        await server.ListensAsync();
        return server;
    }

    /// <summary>Waits until it takes connections.</summary>
    public async Task ListensAsync()
    {
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (!process.HasExited && Stopwatch.GetElapsedTime(Started) < Patience)
            {
                await Task.Delay(5);
            }
            catch (SocketException)
            {
                throw new InvalidOperationException($"{program} does not listen on port {port}:\n{said}");
            }
        }
    }

    /// <summary>The memory that it has to itself, in bytes.</summary>
    public long PrivateBytes()
    {
        var lines = File.ReadLines($"/proc/{process.Id}/smaps_rollup");
        return lines.Where(l => l.StartsWith("Private_", StringComparison.Ordinal))
            .Sum(l => long.Parse(l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (said) said.AppendLine(line);
    }
}
