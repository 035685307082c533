using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;

namespace NatoServices.System.Tests;

/// <summary>A program of this solution, as it was built, in a process of its own.</summary>
internal partial class BuiltProcess : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    private static int nextPort = Random.Shared.Next(12_000, 28_000);

    private readonly Process process;

    private bool isDisposed;

    private readonly ConcurrentQueue<string> output = new();

    private readonly ConcurrentQueue<string> errors = new();

    /// <summary>Starts it without waiting for anything.</summary>
    public BuiltProcess(string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
        : this(With(environment, new ProcessStartInfo(
            "dotnet", [Path.Combine(Metadata("Source"), program, Metadata("Built"), $"NatoServices.{program}.dll"), .. arguments])))
    {
    }

    /// <summary>Starts another program beside them.</summary>
    protected BuiltProcess(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.UseShellExecute) = (true, true, false);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not { } text) return;
            output.Enqueue(text);
            Hear(text);
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

    public bool HasEnded => process.HasExited;

    /// <summary>
    /// Below the range from which systems give out ports by themselves, and none twice: so nobody takes it between now and its use.
    /// </summary>
    public static int FreePort()
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

    public void Send(int signal) => Assert.Equal(0, SendSignal(process.Id, signal));

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await Waiting.ForAsync(process.WaitForExitAsync(), "the process ends", () => string.Join('\n', [.. Output, .. Errors]));
        return process.ExitCode;
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (isDisposed) return;
        isDisposed = true;
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>A line of its output has come.</summary>
    protected virtual void Hear(string line) { }

    protected Task ExitAsync() => process.WaitForExitAsync();

    private static ProcessStartInfo With(IEnumerable<(string Name, string Value)> environment, ProcessStartInfo start)
    {
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }

    private static string Metadata(string key) =>
        typeof(BuiltProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
