using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using NatoServices.Benchmarks.Measuring;
using NatoServices.Benchmarks.Servers;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.Benchmarks.Figures;

/// <summary>From the start of a process to its first answer, and the memory that it takes.</summary>
internal static class Start
{
    private const string Selection = "start";

    private const int Calls = 5000;

    private const int AtOnce = 16;

    /// <summary>Measures.</summary>
    public static async Task RunAsync(Run run)
    {
        using var folder = new WorkFolder();
        await using var system = await NatoSystem.StartAsync(folder, Tools.Postgres is null ? Engine.Sqlite : Engine.Postgres);
        await Council.OpenAsync(system, [Selection]);
        await Council.TakePositionsAsync(system, Selection);
        var reply = folder["reply"];
        await File.WriteAllBytesAsync(reply, (await system.Consensus.GetStandingAsync(Council.Standing(Selection))).ToByteArray());

        Run.Say($"Starting, and {Calls} calls");
        var memory = new Dictionary<string, List<double>> { ["Consensus"] = [], ["bare"] = [] };
        var starts = await Pairs.RunAsync(
            run.Rounds, 1,
            new Side("Consensus", async () =>
            {
                await system.RestartConsensusAsync(waiting: false);
                return await MeasureAsync(system.ConsensusProcess, memory["Consensus"]);
            }),
            new Side("bare", async () =>
            {
                await using var bare = await Yardstick.StartBareAsync(reply);
                return await MeasureAsync(bare, memory["bare"]);
            }));
        run.Add("start of a process to its first answered call", "ms", starts[0], starts[1], Goal.Most(2));
        var (ours, theirs) = (memory["Consensus"].TakeLast(run.Rounds), memory["bare"].TakeLast(run.Rounds));
        run.Add($"memory that a process has to itself after {Calls} calls", "MiB", new("Consensus", [.. ours]), new("bare", [.. theirs]), Goal.Most(2));
    }

    private static async Task<double> MeasureAsync(ServerProcess server, List<double> memory)
    {
        await server.ListensAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new ConsensusClient(channel);
        var request = Council.Standing(Selection);
        await client.GetStandingAsync(request, new CallOptions().WithWaitForReady());
        var started = Stopwatch.GetElapsedTime(server.Started).TotalMilliseconds;
        await Parallel.ForAsync(0, Calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, ct) => await client.GetStandingAsync(request, cancellationToken: ct));
        memory.Add(server.PrivateBytes() / (double)(1 << 20));
        return started;
    }
}
