using Grpc.Net.Client;

namespace NatoServices.System.Tests;

/// <summary>A built service in a process of its own, which can be ended in any way and started again on the same ports.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly string program;

    private readonly string[] arguments;

    private readonly HttpClient http;

    private BuiltProcess process;

    /// <summary>Starts it without waiting for anything.</summary>
    /// <param name="program">The service: <c>Consensus</c>.</param>
    /// <param name="journal">Its database.</param>
    /// <param name="settings">More settings, as on the command line.</param>
    public ServiceProcess(string program, string journal, params IEnumerable<string> settings)
    {
        this.program = program;
        (GrpcAddress, HttpAddress) = (Address(), Address());
        arguments =
        [
            $"--ConnectionStrings:journal={journal}", $"--Kestrel:Endpoints:grpc:Url={GrpcAddress}", $"--Kestrel:Endpoints:http:Url={HttpAddress}",
            "--Logging:LogLevel:Default=Warning", .. settings,
        ];
        http = new() { BaseAddress = new(HttpAddress), Timeout = Waiting.Longest };
        // Usually a channel waits longer and longer for a service that is away; here it is back soon.
        Channel = GrpcChannel.ForAddress(
            GrpcAddress, new() { InitialReconnectBackoff = TimeSpan.FromMilliseconds(50), MaxReconnectBackoff = TimeSpan.FromMilliseconds(200) });
        process = new(program, arguments);
    }

    /// <summary>Where it speaks gRPC.</summary>
    public string GrpcAddress { get; }

    /// <summary>Where it speaks REST.</summary>
    public string HttpAddress { get; }

    /// <summary>A channel to it, whichever of its processes is there.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>What the present process has said.</summary>
    public string Said => string.Join('\n', [.. process.Output, .. process.Errors]);

    /// <summary>Starts it again after its end.</summary>
    public void Start() => process = new(program, arguments);

    /// <summary>Whether it answers that it is healthy. A process that has ended by itself is a failure.</summary>
    public async Task<bool> IsReadyAsync()
    {
        Assert.False(process.HasEnded, $"{program} has ended by itself:\n{Said}");
        try
        {
            using var answer = await http.GetAsync("/health");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Waits until it is ready and the channel is connected to it: a call that is made from then on reaches it.</summary>
    public async Task ReadyAsync()
    {
        await Waiting.UntilAsync(IsReadyAsync, isReady => isReady, $"{program} is ready", _ => Said);
        await Waiting.ForAsync(Channel.ConnectAsync(), $"the channel is connected to {program}", () => $"{Channel.State}\n{Said}");
    }

    public void Send(int signal) => process.Send(signal);

    /// <summary>Waits for the end that it was told to come to.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> EndAsync() => process.EndAsync();

    /// <summary>Has it end, and waits for that.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync(int signal)
    {
        Assert.False(process.HasEnded, $"{program} has ended by itself:\n{Said}");
        process.Send(signal);
        var code = await process.EndAsync();
        await process.DisposeAsync();
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        http.Dispose();
        await process.DisposeAsync();
    }

    private static string Address() => $"http://127.0.0.1:{BuiltProcess.FreePort()}";
}
