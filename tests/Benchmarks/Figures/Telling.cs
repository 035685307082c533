using NatoServices.Benchmarks.Measuring;
using NatoServices.Benchmarks.Servers;

namespace NatoServices.Benchmarks.Figures;

/// <summary>What telemetry costs: processes of Consensus on one journal, which tell nothing, as much as usual, and everything.</summary>
internal static class Telling
{
    private const string Selection = "telling";

    // As many as bring a write to the disk together with others.
    private static readonly Load Together = new(Connections: 4, InFlight: 64);

    /// <summary>Measures.</summary>
    public static async Task RunAsync(Run run)
    {
        if (!run.Has(Tools.H2Load, "nghttp2-client", "the cost of telemetry")) return;
        using var folder = new WorkFolder();
        await using var system = await NatoSystem.StartAsync(folder, Tools.Postgres is null ? Engine.Sqlite : Engine.Postgres);
        await Council.OpenAsync(system, [Selection]);
        await Council.TakePositionsAsync(system, Selection);
        (string Name, ServerProcess Process)[] processes =
            [
                ("telemetry off", await system.AddConsensusAsync((NatoSystem.TelemetryTo, ""))),
                ("100 traces a second", system.ConsensusProcess),
                ("every call traced", await system.AddConsensusAsync(("OTEL_TRACES_SAMPLER", "always_on"))),
            ];

        Run.Say("The cost of telemetry");
        await CompareAsync("GetStanding", process => H2Load.RunAsync(folder, process, Reads.Method, Council.Standing(Selection), Reads.Hard));
        await CompareAsync("RecordPosition on one selection", process =>
            H2Load.RunAsync(folder, process, Writes.Method, Council.Position(Selection, Council.States[0]), Together));

        async Task CompareAsync(string what, Func<ServerProcess, Task<double>> measure)
        {
            var series = await Pairs.RunAsync(run.Rounds, 3, [.. processes.Select(p => new Side(p.Name, async () => await measure(p.Process)))]);
            foreach (var on in series.Skip(1)) run.Add($"{what}, {on.Name}", "calls/s", on, series[0]);
        }
    }
}
