using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NatoServices.Aggregates;

/// <summary>Runs the worker for due work as long as the service runs.</summary>
public static class DueWorkHosting
{
    /// <summary>Adds a background worker that passes all due work of the journal to one handler, created once; see <see cref="DueWorker"/>.</summary>
    public static IServiceCollection AddDueWork(
        this IServiceCollection services, Func<IServiceProvider, Func<DueWork, CancellationToken, Task<DueOutcome>>> handler) =>
        services
            .AddSingleton(provider => new DueWorker(
                provider.GetRequiredService<IJournal>(), handler(provider), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<DueWorker>>())
            { Timings = provider.GetRequiredService<Timings>().DueWork, Entered = provider.GetRequiredService<StreamVersions>().Learn })
            .AddHostedService<Working>();

    private sealed class Working(DueWorker worker) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => worker.RunAsync(stoppingToken);
    }
}
