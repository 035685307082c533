using System.Diagnostics;
using Google.Protobuf;
using Nato.Consensus.V1;
using NatoServices.Benchmarks.Measuring;
using NatoServices.Benchmarks.Servers;
using NatoServices.Benchmarks.Watchers;

namespace NatoServices.Benchmarks.Figures;

/// <summary>A change on its way to a thousand watchers, and what a watcher costs that has nothing to do.</summary>
internal static class Watches
{
    private const string Selection = "watching";

    private const int Watchers = 1000;

    private const int IdleWatchers = 4000;

    private const int Changes = 100;

    /// <summary>Measures.</summary>
    public static async Task RunAsync(Run run)
    {
        if (!run.Has(Tools.Etcd, "etcd-server", "watch")) return;
        using var folder = new WorkFolder();
        await using var system = await NatoSystem.StartAsync(folder, Engine.Sqlite);
        await Council.OpenAsync(system, [Selection]);
        await Council.TakePositionsAsync(system, Selection);
        var key = ByteString.CopyFromUtf8(Selection);
        var value = ByteString.CopyFrom(new byte[(await system.Consensus.GetStandingAsync(Council.Standing(Selection))).CalculateSize()]);
        var (standing, entry) = (Watched.Standing(Selection), Watched.Key(key));

        Run.Say($"{Changes} changes on their way to {Watchers} watchers");
        var latencies = await Pairs.RunAsync(
            run.Rounds, 1,
            new Side("WatchStanding", async () => await FanOutAsync(standing, system.ConsensusProcess, Change)),
            new Side("etcd Watch", () => EtcdServer.AfreshAsync(
                _ => Task.CompletedTask, etcd => FanOutAsync(entry, etcd.Process, _ => etcd.PutAsync(key, value)))));
        run.Add($"a change until the last of {Watchers} watchers has it, p99", "ms", latencies[0], latencies[1], Goal.Most(1));

        Run.Say($"{IdleWatchers} watchers that have nothing to do");
        var memory = await Pairs.RunAsync(
            run.Rounds, 1,
            new Side("WatchStanding", async () =>
            {
                await system.RestartConsensusAsync();
                return await IdleAsync(standing, system.ConsensusProcess);
            }),
            new Side("etcd Watch", async () =>
            {
                using var fresh = new WorkFolder();
                await using var another = await EtcdServer.StartAsync(fresh);
                return await IdleAsync(entry, another.Process);
            }));
        run.Add($"memory of the server for each of {IdleWatchers} idle watchers", "KiB", memory[0], memory[1], Goal.Most(1));

        async Task Change(int number) => await system.Consensus.RecordPositionAsync(new RecordPositionRequest(Council.Position(Selection, Council.States[0]))
        {
            // Another one each time: what changes nothing would be no news.
            Stance = number % 2 == 0 ? Stance.NoObjection : Stance.Supports,
        });
    }

    private static async Task<double> FanOutAsync(Watched watched, ServerProcess server, Func<int, Task> change)
    {
        await using var watching = await watched.BeginAsync(server, Watchers);
        var latencies = new List<double>(Changes);
        for (var i = 0; i < Changes; i++)
        {
            var heard = watching.NextAsync();
            var began = Stopwatch.GetTimestamp();
            var changing = change(i);
            await heard;
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await changing;
        }
        return Statistics.Quantile(latencies, 0.99);
    }

    private static async Task<double> IdleAsync(Watched watched, ServerProcess server)
    {
        // What the first watchers cost is no watcher's: code, buffers, the standing.
        await (await watched.BeginAsync(server, Connections.StreamsEach)).DisposeAsync();
        var before = server.PrivateBytes();
        await using var watching = await watched.BeginAsync(server, IdleWatchers);
        // What beginning cost is given back, or not, by then.
        await Task.Delay(TimeSpan.FromSeconds(2));
        return (server.PrivateBytes() - before) / 1024.0 / IdleWatchers;
    }
}
