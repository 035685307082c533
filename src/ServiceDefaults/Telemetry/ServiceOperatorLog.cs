using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>Logs the start of the service, with its version, addresses, journal and cache, and its stop.</summary>
internal sealed partial class ServiceOperatorLog(
    ServiceIdentity service, IServer server, IConfiguration settings, CallsInProgress calls, IHostApplicationLifetime lifetime,
    ILogger<ServiceOperatorLog> log) : IHostedService
{
    private static readonly string Version =
        typeof(ServiceOperatorLog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

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
        var watches = calls.Watches;
        LogStopping(service.Title, Math.Max(calls.Count - watches, 0), watches);
    }

    /// <summary>The endpoints from the cache's connection string, without its options, which may contain a password.</summary>
    private string Cache() => settings.GetConnectionString("cache") is { Length: > 0 } address
        ? string.Join(' ', address.Split(',', StringSplitOptions.TrimEntries).Where(part => !part.Contains('=', StringComparison.Ordinal)))
        : "none";

    [LoggerMessage(LogLevel.Information, "{Service} {Version} started. It listens at {Addresses}; journal: {Journal}; cache: {Cache}.")]
    private partial void LogStarted(string service, string version, string addresses, string journal, string cache);

    [LoggerMessage(LogLevel.Information, "{Service} is stopping: {Calls} calls under way are finished, {Watches} watches end.")]
    private partial void LogStopping(string service, int calls, int watches);

    [LoggerMessage(LogLevel.Information, "{Service} has stopped.")]
    private partial void LogStopped(string service);
}

/// <summary>Counts calls in progress, except those that complete synchronously.</summary>
public sealed class CallsInProgress
{
    private int count;

    private int watches;

    /// <summary>All calls in progress, watches included.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>The watches in progress: calls that last until the caller leaves.</summary>
    public int Watches => Volatile.Read(ref watches);

    /// <summary>Counts a new watch. Its call is already in <see cref="Count"/>.</summary>
    /// <returns>The number of watches, the new one included.</returns>
    public int BeginWatch() => Interlocked.Increment(ref watches);

    /// <summary>Counts the end of a watch.</summary>
    public void EndWatch() => Interlocked.Decrement(ref watches);

    internal void Begin() => Interlocked.Increment(ref count);

    internal void End() => Interlocked.Decrement(ref count);
}
