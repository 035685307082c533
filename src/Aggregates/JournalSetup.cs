using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NatoServices.Aggregates;

/// <summary>Adds the journal, the cache and the aggregate stores of a service.</summary>
public static class JournalSetup
{
    /// <summary>
    /// Opens the journal that <c>ConnectionStrings:journal</c> names, and uses the cache that <c>ConnectionStrings:cache</c> names, if that
    /// is set.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The database cannot be used; the message says why in one line.</exception>
    public static async Task AddJournalAsync(this WebApplicationBuilder builder)
    {
        var clock = builder.Services.LastOrDefault(s => s.ServiceType == typeof(TimeProvider) && !s.IsKeyedService)?.ImplementationInstance as TimeProvider;
        var journal = await Journals.OpenAsync(builder.Configuration.GetConnectionString("journal")!, clock ?? TimeProvider.System);
        // Registered through a factory: the container disposes only instances that come from one.
        builder.Services.AddSingleton<IJournal>(_ => journal).AddSingleton<JournalHealth>().AddSingleton<QueryPipeline>();
        builder.Services.AddHealthChecks().AddCheck<JournalCheck>("journal");
        builder.AddCache();
    }

    /// <summary>
    /// Adds an aggregate store and a command pipeline for the streams of one kind of state; see <see cref="AggregateStore{TState,
    /// TEvent}"/>. The keys of its states in the shared cache begin with <paramref name="cacheName"/>: the service and the version of the
    /// format of <paramref name="json"/>.
    /// </summary>
    public static IServiceCollection AddAggregateStore<TState, TEvent>(
        this IServiceCollection services, EventCodec<TEvent> codec, JsonTypeInfo<TState> json, string cacheName,
        TState empty, Func<TState, Entry<TEvent>, TState> apply, Func<IServiceProvider, DueOf<TEvent>>? due = null,
        Func<IServiceProvider, Action<string, Entry<TEvent>>>? tell = null)
        where TState : class where TEvent : class =>
        services
            .AddSingleton(provider => new SnapshotCache<TState>(
                provider.GetRequiredService<HybridCache>(), json, cacheName, provider.GetRequiredService<Timings>()))
            .AddSingleton(provider => new AggregateStore<TState, TEvent>(
                provider.GetRequiredService<IJournal>(), codec, provider.GetRequiredService<SnapshotCache<TState>>(),
                provider.GetRequiredService<StreamVersions>(), provider.GetRequiredService<TimeProvider>(), empty, apply, due?.Invoke(provider),
                // Resolved on each call: the worker's handler may depend on this store.
                () => provider.GetService<DueWorker>()?.Wake(), tell?.Invoke(provider)))
            .AddSingleton<CommandPipeline<TState, TEvent>>();

    private sealed class JournalCheck(IJournal journal) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await journal.HeadAsync("health", cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (JournalUnavailableException unavailable)
            {
                return HealthCheckResult.Unhealthy(unavailable.Message);
            }
        }
    }
}
