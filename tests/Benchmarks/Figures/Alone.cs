using Google.Protobuf;
using NatoServices.Benchmarks.Measuring;
using NatoServices.Benchmarks.Servers;
using NatoServices.Benchmarks.Yardsticks.Etcd;

namespace NatoServices.Benchmarks.Figures;

/// <summary>One writer alone, who has nobody to share a commit with.</summary>
internal static class Alone
{
    private const string Selection = "alone";

    /// <summary>Measures, on each engine that is there.</summary>
    public static async Task RunAsync(Run run)
    {
        if (!run.Has(Tools.H2Load, "nghttp2-client", "one writer alone")) return;
        if (run.Has(Tools.Postgres, "postgresql-15", "one writer alone on PostgreSQL")) await RunAsync(run, Engine.Postgres);
        await RunAsync(run, Engine.Sqlite);
    }

    private static async Task RunAsync(Run run, Engine engine)
    {
        using var folder = new WorkFolder();
        await using var system = await NatoSystem.StartAsync(folder, engine);
        run.Note(await system.DurabilityAsync());
        await Council.OpenAsync(system, [Selection]);
        var position = Council.Position(Selection, Council.States[0]);
        await system.Consensus.RecordPositionAsync(position);
        var bytes = await Council.EntryBytesAsync(system, Selection);
        var entry = new PutRequest { Key = ByteString.CopyFromUtf8(Selection), Value = ByteString.CopyFromUtf8(new string('x', bytes)) };
        await using var store = engine is Engine.Postgres
            ? await StoreServer.StartAsync("insert-postgres", system.Journal)
            : await StoreServer.StartAsync("insert-sqlite", $"Data Source={folder["inserts"]}.db");

        Run.Say($"One writer alone, {bytes} bytes an entry, on {engine}");
        var series = await Pairs.RunAsync(
            run.Rounds, 3,
            new Side("RecordPosition", () => CountingAsync(system.ConsensusProcess, () => H2Load.LatencyAsync(folder, system.ConsensusProcess, Writes.Method, position))),
            new Side("one INSERT and commit a call", () => CountingAsync(store.Process, () => H2Load.LatencyAsync(folder, store.Process, StoreServer.Put, entry))));
        run.Add($"one writer alone, p50, {engine}", "ms", series[0], series[1], Goal.Most(1.5));

        Task<Sample> CountingAsync(ServerProcess of, Func<Task<double>> measure) =>
            system.Postgres is null ? DiskCalls.CountingAsync(folder, of, measure) : system.CountingFlushesAsync(measure);
    }
}
