using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using NatoServices.Benchmarks.Measuring;
using NatoServices.Benchmarks.Servers;

namespace NatoServices.Benchmarks.Figures;

/// <summary>Writing by several processes, and into so many selections that none is written twice.</summary>
internal static class Scale
{
    private const string Service = "nato.consensus.v1.Consensus";

    private const string Name = "RecordPosition";

    private const int Processes = 3;

    private const int Selections = 64;

    private const int Many = 10_000;

    private const int AtOnce = 64;

    private static readonly Load OneAtATime = new(Connections: 1, InFlight: 1);

    /// <summary>Measures.</summary>
    public static async Task RunAsync(Run run)
    {
        if (!run.Has(Tools.Postgres, "postgresql-15", "several processes")) return;
        using var folder = new WorkFolder();
        await using var system = await NatoSystem.StartAsync(folder, Engine.Postgres);
        run.Note(await system.DurabilityAsync());
        if (run.Has(Tools.H2Load, "nghttp2-client", "several processes")) await ProcessesAsync(run, folder, system);
        if (run.Has(Tools.Etcd, "etcd-server", $"{Many} selections")) await SelectionsAsync(run, system);
    }

    private static async Task ProcessesAsync(Run run, WorkFolder folder, NatoSystem system)
    {
        var selections = Enumerable.Range(1, Selections).Select(i => $"scale-{i}").ToList();
        await Council.OpenAsync(system, selections);
        var processes = new List<ServerProcess> { system.ConsensusProcess };
        while (processes.Count < Processes) processes.Add(await system.AddConsensusAsync());
        // The first call of a process takes as long as it takes.
        var once = selections.Select(s => Council.Position(s, Council.States[0]).ToByteArray()).ToList();
        foreach (var process in processes) await RateAsync(process, Service, Name, once);
        Run.Say($"Recording positions by 1 to {Processes} processes");
        var series = await Pairs.RunAsync(run.Rounds, 2, [.. Enumerable.Range(1, Processes).Select(By)]);
        foreach (var several in series.Skip(1))
            run.Add($"RecordPosition, {AtOnce} in flight over {Selections} selections, Postgres, {several.Name}", "writes/s", several, series[0]);
        foreach (var process in processes.Skip(1)) await process.DisposeAsync();

        Side By(int count) => new(count == 1 ? "1 process" : $"{count} processes", () => system.CountingFlushesAsync(async () =>
            (await Task.WhenAll(processes.Take(count).Select((process, number) => H2Load.RunAsync(
                folder, process, Writes.Method, selections.Where((_, i) => i % count == number).Select(s => Council.Position(s, Council.States[0])),
                OneAtATime)))).Sum()));
    }

    private static async Task SelectionsAsync(Run run, NatoSystem system)
    {
        Run.Say($"Opening {Many} selections");
        var selections = Enumerable.Range(1, Many).Select(i => $"many-{i}").ToList();
        foreach (var some in selections.Chunk(AtOnce)) await Council.OpenAsync(system, some, isFirst: false);
        await system.Consensus.RecordPositionAsync(Council.Position(selections[0], Council.States[0]));
        var bytes = await Council.EntryBytesAsync(system, selections[0]);
        var puts = selections.Select(s => new EtcdEntry(s, ByteString.CopyFromUtf8(new string('x', bytes))).Put.ToByteArray()).ToList();
        var round = 0;
        var series = await Pairs.RunAsync(
            run.Rounds, 1,
            new Side("RecordPosition", async () =>
            {
                // Nothing is in its memory, as after any start.
                await system.RestartConsensusAsync();
                var state = Council.States[round++ % Council.States.Count];
                var positions = selections.Select(s => Council.Position(s, state).ToByteArray()).ToList();
                return await system.CountingFlushesAsync(() => RateAsync(system.ConsensusProcess, Service, Name, positions));
            }),
            new Side("etcd Put", () => EtcdServer.AfreshAsync(
                _ => Task.CompletedTask, etcd => RateAsync(etcd.Process, "etcdserverpb.KV", "Put", puts))));
        run.Add($"RecordPosition, {AtOnce} in flight, {Many} selections with one write each right after a start, Postgres", "writes/s", series[0], series[1]);
    }

    /// <summary>Each request once, by a generator that knows many: the same for whoever is called, and slower than the one for a single request.</summary>
    private static async Task<double> RateAsync(ServerProcess server, string service, string name, List<byte[]> requests)
    {
        using var channel = GrpcChannel.ForAddress(server.Address);
        var (calls, method) = (channel.CreateCallInvoker(), RawBinding.Method(service, name));
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (request, ct) =>
            await calls.AsyncUnaryCall(method, null, new CallOptions(cancellationToken: ct), request));
        return requests.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
