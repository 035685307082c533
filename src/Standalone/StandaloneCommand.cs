using System.CommandLine;
using NatoServices.Cases;
using NatoServices.ServiceDefaults;
using NatoServices.Standalone.Hosting;

namespace NatoServices.Standalone;

/// <summary>The command line: runs everything in one process.</summary>
internal static class StandaloneCommand
{
    private const int DefaultCachePort = 5300;

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Where the services keep their records, one SQLite file each. Made if absent.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ServiceIdentity.DefaultDataDirectory,
    };

    private static readonly Option<bool> NoSeed = new("--no-seed") { Description = "Record no case: start with what is in the data directory, or empty." };

    private static readonly Option<string> CaseFile = new("--case")
    {
        Description = "The case to record and show, instead of the reported one: a YAML file, of any body.",
        HelpName = "FILE",
        DefaultValueFactory = _ => CaseReader.StandardFile,
    };

    private static readonly Option<int> CachePort = Port("--cache", "the cache, which speaks Redis", DefaultCachePort);

    private static readonly Dictionary<ServiceIdentity, (Option<int> Http, Option<int> Grpc)> ServicePorts = Hosted.All.ToDictionary(
        h => h.Identity,
        h => (
            Port($"--{h.Identity.Name}-http", $"{h.Identity.Title}, REST and health", h.Identity.HttpPort),
            Port($"--{h.Identity.Name}-grpc", $"{h.Identity.Title}, gRPC", h.Identity.GrpcPort)));

    /// <returns>The exit code: 0 if it was stopped, 1 if it could not start.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        var command = new RootCommand(
            "NatoServices in one process: an embedded cache and the services Members, Candidates and Consensus. Records a reported "
            + "case if it is not there yet, shows where its main candidate stands, and serves until Ctrl+C. Listens on 127.0.0.1 only.")
        {
            Data, NoSeed, CaseFile,
        };
        foreach (var (http, grpc) in ServicePorts.Values)
        {
            command.Add(http);
            command.Add(grpc);
        }
        command.Add(CachePort);
        // Signals are handled only after the action has yielded. Task.Run makes it yield at once, whatever it does first.
        command.SetAction((parsed, stop) => Task.Run(() => StandaloneRun.RunAsync(SettingsOf(parsed), stop)));
        return command.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Timings.Default.Stop });
    }

    private static Settings SettingsOf(ParseResult parsed) => new(
        Path.GetFullPath(parsed.GetRequiredValue(Data)),
        parsed.GetValue(NoSeed) ? null : parsed.GetRequiredValue(CaseFile),
        new(
            ServicePorts.ToDictionary(p => p.Key.Name, p => new ServicePorts(Listener(parsed, p.Value.Http), Listener(parsed, p.Value.Grpc))),
            Listener(parsed, CachePort)));

    private static Listener Listener(ParseResult parsed, Option<int> port) => new(port.Name, parsed.GetValue(port));

    private static Option<int> Port(string name, string what, int standard)
    {
        var option = new Option<int>(name) { Description = $"Port of {what}.", HelpName = "PORT", DefaultValueFactory = _ => standard };
        option.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0 && (!int.TryParse(given.Tokens[0].Value, out var port) || port is < 1 or > 65535))
                given.AddError($"{name} takes a port from 1 to 65535, not '{given.Tokens[0].Value}'.");
        });
        return option;
    }
}
