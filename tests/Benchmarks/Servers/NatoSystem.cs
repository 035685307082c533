using System.Globalization;
using Grpc.Net.Client;
using NatoServices.Benchmarks.Measuring;
using CandidatesClient = Nato.Candidates.V1.Candidates.CandidatesClient;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;
using MembersClient = Nato.Members.V1.Members.MembersClient;

namespace NatoServices.Benchmarks.Servers;

/// <summary>What the services keep their records in.</summary>
internal enum Engine
{
    /// <summary>A SQLite file each.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database each.</summary>
    Postgres,
}

/// <summary>The three services as they are deployed: processes of their own, telemetry on, Redis beside them where it is installed.</summary>
internal sealed class NatoSystem : IAsyncDisposable
{
    /// <summary>The setting that says where telemetry goes.</summary>
    public const string TelemetryTo = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly WorkFolder folder;

    private readonly List<IAsyncDisposable> parts = [];

    private readonly Dictionary<string, string> journals = [];

    private List<string> shared = [];

    private NatoSystem(WorkFolder folder) => this.folder = folder;

    public MembersClient Members { get; private set; } = null!;

    public CandidatesClient Candidates { get; private set; } = null!;

    public ConsensusClient Consensus { get; private set; } = null!;

    /// <summary>The process of Consensus.</summary>
    public ServerProcess ConsensusProcess { get; private set; } = null!;

    /// <summary>Where Redis listens; null if there is none.</summary>
    public int? RedisPort { get; private set; }

    /// <summary>PostgreSQL, if that is what it keeps its records in.</summary>
    public PostgresServer? Postgres { get; private set; }

    /// <summary>The connection string of Consensus' journal.</summary>
    public string Journal => journals["Consensus"];

    /// <summary>Where the telemetry of all goes.</summary>
    public string Sink { get; private set; } = "";

    /// <summary>Starts everything and waits until it serves.</summary>
    public static async Task<NatoSystem> StartAsync(WorkFolder folder, Engine engine)
    {
        var system = new NatoSystem(folder);
        try
        {
            await system.StartAsync(engine);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more process of Consensus on the same journal, and waits until it serves.</summary>
    /// <param name="environment">What it is told differently; an empty text takes a setting away.</param>
    public async Task<ServerProcess> AddConsensusAsync(params IEnumerable<(string Name, string Value)> environment)
    {
        var process = await StartAsync("Consensus", Ports.Free(), environment);
        await process.ListensAsync();
        return process;
    }

    /// <summary>Counts how often its journals were made durable while something is measured.</summary>
    public Task<Sample> CountingFlushesAsync(Func<Task<double>> measure) =>
        Postgres is null ? DiskCalls.CountingAsync(folder, ConsensusProcess, measure) : Sample.CountingAsync(Postgres.FlushesAsync, measure);

    /// <summary>How durable it is.</summary>
    public async Task<string> DurabilityAsync() => Postgres is null
        ? "SQLite: a write-ahead log with synchronous=FULL; flushes are the process' calls of fsync and fdatasync, as perf counts them"
        : await Postgres.DurabilityAsync();

    /// <summary>Ends Consensus and starts it again, on the same journal.</summary>
    /// <param name="waiting">Whether to wait until it listens.</param>
    public async Task RestartConsensusAsync(bool waiting = true)
    {
        await ConsensusProcess.DisposeAsync();
        parts.Remove(ConsensusProcess);
        var before = ConsensusProcess;
        ConsensusProcess = await StartAsync("Consensus", before.Port);
        if (waiting) await ConsensusProcess.ListensAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(parts)) await part.DisposeAsync();
    }

    private async Task StartAsync(Engine engine)
    {
        var sink = Add(await Yardstick.StartSinkAsync());
        Sink = sink.Address;
        if (Tools.Redis is not null)
        {
            RedisPort = Ports.Free();
            var port = RedisPort.Value.ToString(CultureInfo.InvariantCulture);
            parts.Add(await ServerProcess.StartAsync(Tools.Redis, RedisPort.Value, "--port", port, "--bind", "127.0.0.1", "--save", ""));
            shared.Add($"--ConnectionStrings:cache=127.0.0.1:{port}");
        }
        Postgres = engine is Engine.Postgres ? await PostgresServer.StartAsync(folder) : null;
        if (Postgres is not null) parts.Add(Postgres);
        foreach (var service in (string[])["Members", "Candidates", "Consensus"])
        {
            var name = service.ToLowerInvariant();
            journals[service] = Postgres is null ? $"Data Source={folder[name]}.db" : await Postgres.DatabaseAsync(name);
        }
        await sink.ListensAsync();

        var members = await StartAsync("Members", Ports.Free());
        shared = [.. shared, $"--services:members:grpc:0={members.Address}"];
        var candidates = await StartAsync("Candidates", Ports.Free());
        shared = [.. shared, $"--services:candidates:grpc:0={candidates.Address}"];
        ConsensusProcess = await StartAsync("Consensus", Ports.Free());
        foreach (var service in (ServerProcess[])[members, candidates, ConsensusProcess]) await service.ListensAsync();
        (Members, Candidates, Consensus) = (new(Channel(members)), new(Channel(candidates)), new(Channel(ConsensusProcess)));
    }

    private async Task<ServerProcess> StartAsync(string service, int port, params IEnumerable<(string Name, string Value)> differently)
    {
        var environment = new Dictionary<string, string> { [TelemetryTo] = Sink };
        foreach (var (name, value) in differently) environment[name] = value;
        var process = await ServerProcess.StartDeployedAsync(
            service, port,
            [
                $"--ConnectionStrings:journal={journals[service]}", $"--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:{port}",
                $"--Kestrel:Endpoints:http:Url=http://127.0.0.1:{Ports.Free()}", .. shared,
            ],
            environment);
        return Add(process);
    }

    private ServerProcess Add(ServerProcess process)
    {
        parts.Add(process);
        return process;
    }

    private static GrpcChannel Channel(ServerProcess process) => GrpcChannel.ForAddress(
        process.Address,
        new() { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true }, MaxReceiveMessageSize = null, DisposeHttpClient = true });
}
