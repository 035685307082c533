using System.CommandLine;
using NatoServices.Benchmarks.Figures;
using NatoServices.Benchmarks.Measuring;

namespace NatoServices.Benchmarks;

/// <summary>The command line.</summary>
internal static class BenchmarkCommand
{
    private static readonly (string Name, string What, Func<Run, Task> Measure)[] Commands =
    [
        ("reads", "GetStanding against bare and against etcd's Range.", Reads.RunAsync),
        ("writes", "RecordPosition against etcd's Put, on SQLite and on PostgreSQL.", Writes.RunAsync),
        ("watch", "A change on its way to watchers, and the memory of idle ones, against etcd.", Watches.RunAsync),
        ("growth", "Readings of a record of 100,000 entries against a short one, in the past, and after a start.", Growth.RunAsync),
        ("start", "The start of a process and its memory against bare.", Start.RunAsync),
    ];

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
            "Measures the services against yardsticks on this machine: bare (a minimal gRPC service that answers the same bytes from memory) and "
            + "etcd. Prints ratios of medians and saves them as JSON. Everything is started by the benchmark itself, on 127.0.0.1.");
        foreach (var (name, what, measure) in Commands) root.Add(Measuring(name, what, (name, measure)));
        root.Add(Measuring("all", "All of them.", [.. Commands.Select(c => (c.Name, c.Measure))]));
        root.Add(Yardsticks.YardstickCommand.Bare);
        root.Add(Yardsticks.YardstickCommand.Sink);
        return root.Parse(args).InvokeAsync();
    }

    private static Command Measuring(string name, string what, params (string Name, Func<Run, Task> Measure)[] measured)
    {
        var command = new Command(name, what) { Rounds };
        command.SetAction(async (parsed, _) =>
        {
            var machine = await Machine.ThisAsync();
            Run.Say($"{machine.Cores} cores, {machine.Processor}, {machine.MemoryGiB} GiB, {machine.System}");
            foreach (var (version, text) in machine.Versions) Run.Say($"{version}: {text}");
            foreach (var (each, measure) in measured)
            {
                var run = new Run(parsed.GetValue(Rounds));
                await measure(run);
                await Report.WriteAsync(each, run, machine);
            }
            return 0;
        });
        return command;
    }
}
