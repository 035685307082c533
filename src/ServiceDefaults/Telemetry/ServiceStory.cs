using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NatoServices.Journal;
using NatoServices.ServiceDefaults.Cache;

namespace NatoServices.ServiceDefaults;

/// <summary>Tells an operator when the service starts, with what, and when it stops.</summary>
internal sealed partial class ServiceStory(
    ServiceIdentity service, IServer server, IConfiguration settings, Watches watches, Underway underway, IHostApplicationLifetime lifetime,
    ILogger<ServiceStory> log) : IHostedService
{
    private static readonly string Version =
        typeof(ServiceStory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(TellStart);
        lifetime.ApplicationStopping.Register(TellStop);
        lifetime.ApplicationStopped.Register(() => LogStopped(service.Title));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void TellStart()
    {
        if (!log.IsEnabled(LogLevel.Information)) return;
        var addresses = string.Join(' ', server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        LogStarted(service.Title, Version, addresses, Journals.Describe(settings.GetConnectionString("journal")!), Cache());
    }

    private void TellStop()
    {
        var (watching, calls) = (watches.Count, underway.Count);
        LogStopping(service.Title, Math.Max(calls - watching, 0), watching);
    }

    private string Cache() => settings.GetConnectionString("cache") is { Length: > 0 } address
        ? string.Join(' ', RedisConnection.OptionsOf(address).EndPoints.Select(Shown))
        : "none";

    private static string Shown(EndPoint at) => at is DnsEndPoint named ? $"{named.Host}:{named.Port}" : $"{at}";

    [LoggerMessage(LogLevel.Information, "{Service} {Version} started. It listens at {Addresses}; journal: {Journal}; cache: {Cache}.")]
    private partial void LogStarted(string service, string version, string addresses, string journal, string cache);

    [LoggerMessage(LogLevel.Information, "{Service} is stopping: {Calls} calls under way are finished, {Watches} watches end.")]
    private partial void LogStopping(string service, int calls, int watches);

    [LoggerMessage(LogLevel.Information, "{Service} has stopped.")]
    private partial void LogStopped(string service);
}

/// <summary>How many calls are being answered that weren't at once.</summary>
internal sealed class Underway
{
    private int count;

    public int Count => Volatile.Read(ref count);

    public void Begin() => Interlocked.Increment(ref count);

    public void End() => Interlocked.Decrement(ref count);
}
