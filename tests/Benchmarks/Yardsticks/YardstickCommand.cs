using System.CommandLine;

namespace NatoServices.Benchmarks.Yardsticks;

/// <summary>How this program is started again to be a yardstick; not for people.</summary>
internal static class YardstickCommand
{
    private static readonly Option<int> Port = new("--port") { Required = true };

    private static readonly Option<string> Reply = new("--reply") { Required = true };

    /// <summary>"bare".</summary>
    public static Command Bare { get; } = Of("bare", [Port, Reply], parsed => YardstickHost.RunBareAsync(parsed.GetValue(Port), parsed.GetRequiredValue(Reply)));

    /// <summary>The sink of telemetry.</summary>
    public static Command Sink { get; } = Of("sink", [Port], parsed => YardstickHost.RunSinkAsync(parsed.GetValue(Port)));

    private static Command Of(string name, IEnumerable<Option> options, Func<ParseResult, Task> run)
    {
        var command = new Command(name) { Hidden = true };
        foreach (var option in options) command.Add(option);
        command.SetAction((parsed, _) => run(parsed));
        return command;
    }
}
