using Grpc.Net.Client;

namespace NatoServices.System.Tests;

/// <summary>The built Standalone as a user starts it, on ports of its own.</summary>
internal sealed class StandaloneProcess : BuiltProcess
{
    private static readonly string[] PortOptions =
        ["--members-http", "--members-grpc", "--candidates-http", "--candidates-grpc", "--consensus-http", "--consensus-grpc", "--cache"];

    private readonly Dictionary<string, int> ports;

    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<GrpcChannel> channels = [];

    private StandaloneProcess(string data, Dictionary<string, int> ports, IEnumerable<string> more)
        : base("Standalone", ["--data", data, .. ports.SelectMany(given => (string[])[given.Key, $"{given.Value}"]), .. more]) => this.ports = ports;

    public Nato.Members.V1.Members.MembersClient Members => new(Channel("--members-grpc"));

    public Nato.Candidates.V1.Candidates.CandidatesClient Candidates => new(Channel("--candidates-grpc"));

    public Nato.Consensus.V1.Consensus.ConsensusClient Consensus => new(Channel("--consensus-grpc"));

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

    public override ValueTask DisposeAsync()
    {
        channels.ForEach(channel => channel.Dispose());
        return base.DisposeAsync();
    }

    protected override void Hear(string line)
    {
        if (line.StartsWith("Ready after ", StringComparison.Ordinal)) ready.TrySetResult();
    }

    private async Task ReadyAsync()
    {
        var first = Task.WhenAny(ready.Task, ExitAsync());
        await Waiting.ForAsync(first, "it says that it is ready", () => string.Join('\n', [.. Output, .. Errors]));
        Assert.True(await first == ready.Task, $"It ended instead of becoming ready:\n{string.Join('\n', Errors)}");
    }

    private static Dictionary<string, int> FreePorts() => PortOptions.ToDictionary(option => option, _ => FreePort());
}
