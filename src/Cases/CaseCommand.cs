using System.CommandLine;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using NatoServices.ServiceDefaults;

namespace NatoServices.Cases;

/// <summary>The command line: records a case through running services.</summary>
internal static class CaseCommand
{
    private static readonly Option<string> CaseFile = new("--case")
    {
        Description = "The case to record, instead of the reported one: a YAML file, of any body.",
        HelpName = "FILE",
        DefaultValueFactory = _ => CaseReader.StandardFile,
    };

    private static readonly Dictionary<string, Option<string>> Services =
        new[] { ("members", 5201), ("candidates", 5202), ("consensus", 5203) }.ToDictionary(s => s.Item1, s => Address(s.Item1, s.Item2));

    /// <returns>The exit code: 0 if the case is on record, otherwise 1.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        var command = new RootCommand(
            "Records a reported case through the services and ends. What is on record already is not entered again, so it may be repeated.")
        {
            CaseFile,
        };
        foreach (var address in Services.Values) command.Add(address);
        command.SetAction((parsed, stop) => Startup.ExplainedAsync(() => RecordAsync(parsed, stop), Explain));
        return command.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
    }

    private static async Task RecordAsync(ParseResult parsed, CancellationToken stop)
    {
        var reported = CaseReader.Read(parsed.GetRequiredValue(CaseFile));
        using var telemetry = CaseLoader.StartTelemetry("cases");
        using var services = new Clients(service => parsed.GetRequiredValue(Services[service]), CaseLoader.Actor);
        var otherwise = await new CaseLoader(services, telemetry.Logs).RecordAsync(reported, stop);
        Console.WriteLine($"{reported.Body}: {reported.Title}");
        Console.WriteLine($"On record: {reported.Items.Count - otherwise.Count} of {reported.Items.Count} items.");
        foreach (var item in otherwise) Console.WriteLine($"On record otherwise, and not entered: {item}");
    }

    private static string? Explain(Exception failure) => failure switch
    {
        CaseRefusedException refused => refused.Message,
        RpcException call => $"A service did not answer: {call.Status.Detail}",
        _ => Startup.Explain(failure),
    };

    /// <summary>The address of a service; by default from the setting that the services use for calls to each other.</summary>
    private static Option<string> Address(string service, int port)
    {
        var option = new Option<string>($"--{service}")
        {
            Description = $"gRPC address of {service}; the setting services:{service}:grpc:0 names it too.",
            HelpName = "URL",
            DefaultValueFactory = _ => new ConfigurationBuilder().AddEnvironmentVariables().Build()[$"services:{service}:grpc:0"]
                ?? $"http://127.0.0.1:{port}",
        };
        option.Validators.Add(given =>
        {
            if (!Addresses.IsOne(given.GetValueOrDefault<string>())) given.AddError($"--{service} takes an http or https address.");
        });
        return option;
    }
}
