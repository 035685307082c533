using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>The command line of a service: it runs the service, or one of two commands for deployments.</summary>
public static class ServiceCommand
{
    private const string Migrate = "migrate";

    private const string Health = "health";

    /// <summary>
    /// <c>migrate</c> creates the journal's database if it does not exist, updates its schema and exits, so that a deployment can do so
    /// before the service starts. <c>health</c> queries the running service and exits with 0 if it is healthy, for containers without a
    /// shell. Anything else runs the service with these settings.
    /// </summary>
    /// <returns>The exit code of the process: 0, or 1 with one line on the error output that says why.</returns>
    public static Task<int> RunAsync(ServiceIdentity service, string[] args, Func<string[], Task<WebApplication>> create) => args switch
    {
        [Migrate, .. var settings] => Startup.ExplainedAsync(() => MigrateAsync(service, create, settings)),
        [Health, .. var settings] => ProbeAsync(service.Settings(settings)["Kestrel:Endpoints:http:Url"]!),
        [var other, ..] when !other.StartsWith('-') && !other.Contains('=', StringComparison.Ordinal) => RefuseAsync(service, other),
        _ => Startup.RunAsync(() => create(args)),
    };

    /// <summary>Creating the service opens its journal, which updates the schema.</summary>
    private static async Task MigrateAsync(ServiceIdentity service, Func<string[], Task<WebApplication>> create, string[] settings)
    {
        await Journals.CreateAsync(service.Settings(settings).GetConnectionString("journal")!);
        await using var app = await create(settings);
        Console.WriteLine($"The schema of {service.Title} is up to date.");
    }

    private static async Task<int> ProbeAsync(string listensOn)
    {
        var address = new Uri(new Uri(Addresses.Callable(listensOn)), Probes.Health);
        using var http = new HttpClient { Timeout = Timings.Default.HealthProbe };
        try
        {
            using var reply = await http.GetAsync(address);
            if (reply.IsSuccessStatusCode) return 0;
            await Console.Error.WriteLineAsync($"{address} says {await reply.Content.ReadAsStringAsync()}.");
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {failure.Message}");
        }
        return 1;
    }

    private static async Task<int> RefuseAsync(ServiceIdentity service, string command)
    {
        await Console.Error.WriteLineAsync(
            $"{service.Title} knows no '{command}': give nothing to run it, '{Migrate}' to bring its schema up to date, '{Health}' to ask how it is; "
            + "settings follow as --name=value.");
        return 1;
    }
}
