using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Nato.Consensus.V1;
using NatoServices.Benchmarks.Measuring;
using NatoServices.Benchmarks.Servers;

namespace NatoServices.Benchmarks.Figures;

/// <summary>What a long record costs its readers.</summary>
internal static class Growth
{
    private const string Long = "growth-long";

    private const string Short = "growth-short";

    private const int Many = 100_000;

    private const int Few = 100;

    private const int Calls = 200;

    private static readonly Load Hard = new(Connections: 4, InFlight: 64);

    /// <summary>Measures.</summary>
    public static async Task RunAsync(Run run)
    {
        using var folder = new WorkFolder();
        await using var system = await NatoSystem.StartAsync(folder, Tools.Postgres is null ? Engine.Sqlite : Engine.Postgres);
        await Council.OpenAsync(system, [Long, Short]);
        Run.Say($"Recording {Many} positions in one selection and {Few} in another");
        await Council.TakePositionsAsync(system, Short, Few);
        await Council.TakePositionsAsync(system, Long, Many);

        if (run.Has(Tools.H2Load, "nghttp2-client", "readings of long and short records"))
        {
            // Time a call, so that more is worse.
            var readings = await Pairs.RunAsync(run.Rounds, 1, Reading(Long, Many), Reading(Short, Few));
            run.Add($"GetStanding, {Many} entries and {Few}", "µs a call", readings[0], readings[1], Goal.Most(1.1));
        }
        var changes = await Pairs.RunAsync(run.Rounds, 1, Changing(Long, Many), Changing(Short, Few));
        run.Add($"GetStanding right after a new entry, {Many} entries and {Few}", "ms", changes[0], changes[1]);

        var (from, to) = (await RecordedAtAsync(system, Many * 3 / 10), await RecordedAtAsync(system, Many * 7 / 10));
        var past = await Pairs.RunAsync(
            run.Rounds, 1,
            new Side("known_at in the middle, another moment each time", async () => await CallAsync(system, () => Council.Standing(Long, Between(from, to)))),
            new Side("current", async () => await CallAsync(system, () => Council.Standing(Long))));
        run.Add($"GetStanding as known in the middle of {Many} entries", "ms a call", past[0], past[1], Goal.Most(10));

        if (run.Has(system.RedisPort is null ? null : Tools.Redis, "redis-server", "first readings after start"))
        {
            foreach (var (warm, how) in ((bool, string)[])[(false, "the first call of the process"), (true, "after a reading of another selection")])
            {
                var first = await Pairs.RunAsync(
                    run.Rounds, 1,
                    new Side("from the journal", async () => await FirstAsync(system, warm, flush: true)),
                    new Side("from Redis", async () => await FirstAsync(system, warm, flush: false)));
                run.Add($"first GetStanding of {Many} entries after start, {how}", "ms", first[0], first[1], warm ? Goal.Least(10) : null);
            }
        }

        Side Reading(string selection, int entries) => new(
            $"{entries} entries",
            async () => 1e6 / await H2Load.RunAsync(folder, system.ConsensusProcess, Reads.Method, Council.Standing(selection), Hard));

        Side Changing(string selection, int entries) => new($"{entries} entries", async () => await AfterChangeAsync(system, selection));
    }

    private static async Task<double> AfterChangeAsync(NatoSystem system, string selection)
    {
        var latencies = new List<double>();
        for (var i = 0; i < Calls; i++)
        {
            var written = await system.Consensus.RecordPositionAsync(Council.Position(selection, Council.States[0], i * Council.States.Count));
            var request = new GetStandingRequest(Council.Standing(selection)) { AtLeastAsFresh = written.RevisionToken };
            latencies.Add(await TimedAsync(() => system.Consensus.GetStandingAsync(request).ResponseAsync));
        }
        return Statistics.Median(latencies);
    }

    private static async Task<double> CallAsync(NatoSystem system, Func<GetStandingRequest> request)
    {
        var latencies = new List<double>();
        for (var i = 0; i < Calls; i++) latencies.Add(await TimedAsync(() => system.Consensus.GetStandingAsync(request()).ResponseAsync));
        return Statistics.Median(latencies);
    }

    private static async Task<double> FirstAsync(NatoSystem system, bool warm, bool flush)
    {
        if (flush) await Tools.RunAsync("redis-cli", "-p", $"{system.RedisPort}", "FLUSHALL");
        await system.RestartConsensusAsync();
        if (warm) await system.Consensus.GetStandingAsync(Council.Standing(Short));
        var latency = await TimedAsync(() => system.Consensus.GetStandingAsync(Council.Standing(Long)).ResponseAsync);
        // What it has given to Redis is there when the next one starts.
        await Task.Delay(TimeSpan.FromSeconds(1));
        return latency;
    }

    private static async Task<double> TimedAsync<T>(Func<Task<T>> act)
    {
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<DateTimeOffset> RecordedAtAsync(NatoSystem system, long revision) =>
        (await system.Consensus.ListEntriesAsync(new() { Selection = Long, AfterRevision = revision - 1, PageSize = 1 })).Entries[0].Recorded.At.ToDateTimeOffset();

    private static Timestamp Between(DateTimeOffset from, DateTimeOffset to) =>
        (from + ((to - from) * Random.Shared.NextDouble())).ToTimestamp();
}
