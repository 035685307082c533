using Google.Protobuf;
using Nato.Consensus.V1;
using NatoServices.Benchmarks.Measuring;
using NatoServices.Benchmarks.Servers;
using NatoServices.Benchmarks.Yardsticks.Etcd;

namespace NatoServices.Benchmarks.Figures;

/// <summary>Recording positions, each on the disk before it is answered.</summary>
internal static class Writes
{
    private const string Method = "/nato.consensus.v1.Consensus/RecordPosition";

    private const int Selections = 64;

    private const string One = "writes-one";

    private static readonly Load OneAtATime = new(Connections: 1, InFlight: 1);

    private static readonly Load Together = new(Connections: 4, InFlight: 64);

    /// <summary>Measures, on each engine that is there.</summary>
    public static async Task RunAsync(Run run)
    {
        if (!run.Has(Tools.H2Load, "nghttp2-client", "writes") || !run.Has(Tools.Etcd, "etcd-server", "writes")) return;
        await RunAsync(run, Engine.Sqlite);
        if (run.Has(Tools.Postgres, "postgresql-15", "writes on PostgreSQL")) await RunAsync(run, Engine.Postgres);
    }

    private static async Task RunAsync(Run run, Engine engine)
    {
        using var folder = new WorkFolder();
        await using var system = await NatoSystem.StartAsync(folder, engine);
        var many = Enumerable.Range(1, Selections).Select(i => $"writes-{i}").ToList();
        await Council.OpenAsync(system, [.. many, One]);
        await system.Consensus.RecordPositionAsync(Council.Position(One, Council.States[0]));
        var bytes = await Council.EntryBytesAsync(system, One);
        await using var etcd = await EtcdServer.StartAsync(folder);
        var value = ByteString.CopyFrom(new byte[bytes]);

        Run.Say($"Recording positions, {bytes} bytes an entry, on {engine}");
        await CompareAsync(run, folder, system, etcd, $"RecordPosition, {Together.InFlight} in flight over {Selections} selections, {engine}", Goal.Least(1), OneAtATime,
            [.. many.Select(s => Council.Position(s, Council.States[0]))],
            [.. many.Select(s => new PutRequest { Key = ByteString.CopyFromUtf8(s), Value = value })]);
        await CompareAsync(run, folder, system, etcd, $"RecordPosition, {Together.InFlight} in flight on one selection, {engine}", Goal.Least(0.5), Together,
            [Council.Position(One, Council.States[0])], [new PutRequest { Key = ByteString.CopyFromUtf8(One), Value = value }]);
    }

    private static async Task CompareAsync(
        Run run, WorkFolder folder, NatoSystem system, EtcdServer etcd, string name, Goal goal, Load each,
        IReadOnlyList<RecordPositionRequest> ours, IReadOnlyList<PutRequest> theirs)
    {
        var before = await EntriesAsync(system, ours);
        var series = await Pairs.RunAsync(
            run.Rounds, 3,
            new Side("RecordPosition", () => H2Load.RunAsync(folder, system.ConsensusProcess, Method, ours, each)),
            new Side("etcd Put", () => H2Load.RunAsync(folder, etcd.Process, "/etcdserverpb.KV/Put", theirs, each)));
        run.Add(name, "writes/s", series[0], series[1], goal);
        // The generator doesn't read refusals: what was counted must be in the records.
        var entered = await EntriesAsync(system, ours) - before;
        if (entered < series[0].Values.Sum() * each.Seconds) throw new InvalidOperationException($"Only {entered} entries came of that.");
    }

    private static async Task<long> EntriesAsync(NatoSystem system, IEnumerable<RecordPositionRequest> requests)
    {
        var entries = 0L;
        foreach (var request in requests)
            entries += (await system.Consensus.GetSelectionAsync(new() { Selection = request.Selection, FullyConsistent = true })).Selection.Revision;
        return entries;
    }
}
