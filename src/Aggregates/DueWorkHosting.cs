using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>Does a service's due work for as long as the service runs.</summary>
public static class DueWorkHosting
{
    /// <summary>
    /// A handler waits for other services for five seconds at most; the rest is for what it does itself. What a killed process had in hand
    /// is late by this much, silence that runs out included.
    /// </summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <summary>Has the journal's due work done, all of it, by one handler.</summary>
    /// <param name="services">The service's.</param>
    /// <param name="handler">Makes the handler, once; see <see cref="DueWorker"/> for what it owes.</param>
    public static IServiceCollection AddDueWork(
        this IServiceCollection services, Func<IServiceProvider, Func<DueWork, CancellationToken, Task<DueOutcome>>> handler) =>
        services
            .AddSingleton(provider => new DueWorker(
                provider.GetRequiredService<IJournal>(), handler(provider), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<DueWorker>>())
            { Lease = Lease, Entered = provider.GetRequiredService<StreamVersions>().Learn })
            .AddHostedService<Working>();

    private sealed class Working(DueWorker worker) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => worker.RunAsync(stoppingToken);
    }
}
