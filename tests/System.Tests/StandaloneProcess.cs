using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using Grpc.Net.Client;

namespace NatoServices.System.Tests;

/// <summary>The built Standalone as a user starts it, on ports of its own.</summary>
internal sealed partial class StandaloneProcess : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    private static int nextPort = Random.Shared.Next(12_000, 28_000);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] PortOptions =
        ["--members-http", "--members-grpc", "--candidates-http", "--candidates-grpc", "--consensus-http", "--consensus-grpc", "--cache"];

    private readonly Process process;

    private readonly Dictionary<string, int> ports;

    private readonly ConcurrentQueue<string> output = new();

    private readonly ConcurrentQueue<string> errors = new();

    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<GrpcChannel> channels = [];

    private StandaloneProcess(string data, Dictionary<string, int> ports, IEnumerable<string> more)
    {
        this.ports = ports;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Dll);
        start.ArgumentList.Add("--data");
        start.ArgumentList.Add(data);
        foreach (var (option, port) in ports)
        {
            start.ArgumentList.Add(option);
            start.ArgumentList.Add($"{port}");
        }
        foreach (var argument in more) start.ArgumentList.Add(argument);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not { } text) return;
            output.Enqueue(text);
            if (text.StartsWith("Ready after ", StringComparison.Ordinal)) ready.TrySetResult();
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text) errors.Enqueue(text);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public IReadOnlyList<string> Output => [.. output];

    public IReadOnlyList<string> Errors => [.. errors];

    public Nato.Members.V1.Members.MembersClient Members => new(Channel("--members-grpc"));

    public Nato.Candidates.V1.Candidates.CandidatesClient Candidates => new(Channel("--candidates-grpc"));

    public Nato.Consensus.V1.Consensus.ConsensusClient Consensus => new(Channel("--consensus-grpc"));

    private static string Dll =>
        typeof(StandaloneProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Standalone").Value!;

    /// <summary>Starts it without waiting for anything.</summary>
    public static StandaloneProcess Start(string data, params string[] more) => new(data, FreePorts(), more);

    /// <summary>Starts it with one port that is given.</summary>
    public static StandaloneProcess Start(string data, string portOption, int port) =>
        new(data, new(FreePorts()) { [portOption] = port }, []);

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<StandaloneProcess> ReadyAsync(string data, params string[] more)
    {
        var standalone = Start(data, more);
        await standalone.ReadyAsync();
        return standalone;
    }

    public int Port(string option) => ports[option];

    public GrpcChannel Channel(string option)
    {
        var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{Port(option)}");
        channels.Add(channel);
        return channel;
    }

    public void Send(int signal) => Assert.Equal(0, SendSignal(process.Id, signal));

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        channels.ForEach(channel => channel.Dispose());
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task ReadyAsync()
    {
        var first = await Task.WhenAny(ready.Task, process.WaitForExitAsync()).WaitAsync(Patience);
        Assert.True(first == ready.Task, $"It ended instead of becoming ready:\n{string.Join('\n', Errors)}");
    }

    private static Dictionary<string, int> FreePorts() => PortOptions.ToDictionary(option => option, _ => FreePort());

    /// <summary>
    /// Below the range from which systems give out ports by themselves, and none twice: so nobody takes it between now and its use.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref nextPort);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
