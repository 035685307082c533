using Google.Protobuf;
using Nato.Consensus.V1;
using NatoServices.Benchmarks.Measuring;
using NatoServices.Benchmarks.Servers;

namespace NatoServices.Benchmarks.Figures;

/// <summary>Recording positions, each on the disk before it is answered.</summary>
internal static class Writes
{
    public const string Method = "/nato.consensus.v1.Consensus/RecordPosition";

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
        run.Note(await system.DurabilityAsync());
        run.Note("etcd: started afresh for each round, its write-ahead log durable at each proposal; flushes are etcd_disk_wal_fsync_duration_seconds_count");
        var many = Enumerable.Range(1, Selections).Select(i => $"writes-{i}").ToList();
        await Council.OpenAsync(system, [.. many, One]);
        await system.Consensus.RecordPositionAsync(Council.Position(One, Council.States[0]));
        var bytes = await Council.EntryBytesAsync(system, One);
        var entries = many.Select(stream => new EtcdEntry(stream, Body(bytes))).ToList();
        var one = new EtcdEntry(One, Body(bytes));

        Run.Say($"Recording positions, {bytes} bytes an entry, on {engine}");
        await using var stores = new Stores(folder, system, entries);
        List<(Side Side, Goal Goal)> yardsticks = [(EtcdPut(entries, OneAtATime), Goal.Least(engine is Engine.Sqlite ? 1 : 0.7))];
        if (engine is Engine.Postgres)
            yardsticks.AddRange(
                [
                    (EtcdTxn(entries), Goal.Least(2)),
                    (await stores.StartAsync("marten", "Marten's Quick append"), Goal.Least(3)),
                    (await stores.StartAsync("ceiling", "the ceiling (unnest, no checks)"), Goal.Least(0.4)),
                ]);
        await CompareAsync(
            run, system, $"RecordPosition, {Together.InFlight} in flight over {Selections} selections, {engine}",
            [.. many.Select(s => Council.Position(s, Council.States[0]))], OneAtATime, yardsticks);
        await CompareAsync(
            run, system, $"RecordPosition, {Together.InFlight} in flight on one selection, {engine}",
            [Council.Position(One, Council.States[0])], Together, [(EtcdPut([one], Together), Goal.Least(engine is Engine.Sqlite ? 0.6 : 0.5))]);

        async Task CompareAsync(
            Run into, NatoSystem of, string name, IReadOnlyList<RecordPositionRequest> requests, Load each, List<(Side Side, Goal Goal)> against)
        {
            var before = await EntriesAsync(of, requests);
            var ours = new Side(
                "RecordPosition", () => of.CountingFlushesAsync(() => H2Load.RunAsync(folder, of.ConsensusProcess, Method, requests, each)));
            var series = await Pairs.RunAsync(into.Rounds, 3, [ours, .. against.Select(a => a.Side)]);
            foreach (var (theirs, (_, goal)) in series.Skip(1).Zip(against)) into.Add(name, "writes/s", series[0], theirs, goal);
            // The generator doesn't read refusals: what was counted must be in the records.
            var entered = await EntriesAsync(of, requests) - before;
            if (entered < series[0].Values.Sum() * each.Seconds) throw new InvalidOperationException($"Only {entered} entries came of that.");
        }

        Side EtcdPut(IReadOnlyList<EtcdEntry> put, Load each) => new("etcd Put", () => EtcdServer.AfreshAsync(
            _ => Task.CompletedTask, etcd => H2Load.RunAsync(folder, etcd.Process, StoreServer.Put, put.Select(e => e.Put), each)));

        Side EtcdTxn(IReadOnlyList<EtcdEntry> put) => new("etcd Txn", () => EtcdServer.AfreshAsync(
            etcd => Task.WhenAll(put.Select(e => e.PrepareAsync(etcd))),
            etcd => H2Load.RunAsync(folder, etcd.Process, "/etcdserverpb.KV/Txn", put.Select(e => e.Txn), OneAtATime)));
    }

    private static ByteString Body(int bytes) => ByteString.CopyFromUtf8(new string('x', bytes));

    private static async Task<long> EntriesAsync(NatoSystem system, IEnumerable<RecordPositionRequest> requests)
    {
        var entries = 0L;
        foreach (var request in requests)
            entries += (await system.Consensus.GetSelectionAsync(new() { Selection = request.Selection, FullyConsistent = true })).Selection.Revision;
        return entries;
    }

    /// <summary>Stores of this solution, in the database of Consensus.</summary>
    private sealed class Stores(WorkFolder folder, NatoSystem system, IReadOnlyList<EtcdEntry> entries) : IAsyncDisposable
    {
        private readonly List<StoreServer> started = [];

        public async Task<Side> StartAsync(string store, string name)
        {
            var server = await StoreServer.StartAsync(store, system.Journal);
            started.Add(server);
            return new(name, () => system.CountingFlushesAsync(() => server.RateAsync(folder, entries.Select(e => e.Put), OneAtATime)));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var server in started) await server.DisposeAsync();
        }
    }
}
