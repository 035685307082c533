using System.CommandLine;
using NatoServices.Benchmarks.Figures;
using NatoServices.Benchmarks.Measuring;

namespace NatoServices.Benchmarks;

/// <summary>The command line.</summary>
internal static class BenchmarkCommand
{
    private static readonly (string Name, string What, Func<Run, Task> Measure)[] Commands =
    [
        ("reads", "GetStanding against bare, with and without telemetry, and against etcd's Range.", Reads.RunAsync),
        ("writes", "RecordPosition on SQLite and PostgreSQL against etcd's Put and Txn, Marten, and the most that PostgreSQL takes.", Writes.RunAsync),
        ("alone", "One writer alone against one INSERT and commit a call, on PostgreSQL and SQLite.", Alone.RunAsync),
        ("watch", "A change on its way to watchers, and the memory of idle ones, against etcd.", Watches.RunAsync),
        ("start", "The start of a process and its memory against bare.", Start.RunAsync),
        ("telemetry", "What telemetry costs: off, as usual, and with every call traced.", Telling.RunAsync),
        ("scale", "Writes by one to three processes, and into 10,000 selections.", Scale.RunAsync),
        ("growth", "Readings of a record of 100,000 entries against a short one, in the past, and after a start.", Growth.RunAsync),
    ];

    private static readonly string[] Goals = ["reads", "writes", "alone", "watch", "start"];

    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often each side is measured.",
        HelpName = "N",
        DefaultValueFactory = _ => 5,
    };

    /// <summary>Runs the command.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            "Measures the services against yardsticks on this machine: bare (a minimal gRPC service that answers the same bytes from memory), "
            + "etcd, Marten, and minimal gRPC services that make an entry durable. Prints ratios of medians and saves them as JSON. Everything is started by the benchmark itself, on 127.0.0.1.");
        foreach (var (name, what, measure) in Commands) root.Add(Measuring(name, what, (name, measure)));
        root.Add(Measuring("goals", "All that has a goal in the table of goals: reads, writes, alone, watch, start.", Named(Goals)));
        root.Add(Measuring("all", "All of them.", Named([.. Commands.Select(c => c.Name)])));
        return root.Parse(args).InvokeAsync();
    }

    private static (string, Func<Run, Task>)[] Named(string[] names) =>
        [.. Commands.Where(c => names.Contains(c.Name)).Select(c => (c.Name, c.Measure))];

    private static Command Measuring(string name, string what, params (string Name, Func<Run, Task> Measure)[] measured)
    {
        var command = new Command(name, what) { Rounds };
        command.SetAction(async (parsed, _) =>
        {
            var machine = await Machine.ThisAsync();
            Run.Say($"{machine.Cores} cores, {machine.Processor}, {machine.MemoryGiB} GiB, {machine.System}");
            foreach (var (version, text) in machine.Versions) Run.Say($"{version}: {text}");
            var figures = new List<Figure>();
            foreach (var (each, measure) in measured)
            {
                var run = new Run(parsed.GetValue(Rounds));
                await measure(run);
                await Report.WriteAsync(each, run, machine);
                figures.AddRange(run.Figures);
            }
            if (measured.Length > 1) Run.Say($"\n{Report.Table(figures)}");
            return 0;
        });
        return command;
    }
}
