using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NatoServices.Domain;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;

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
        builder.Services.AddSingleton<IJournal>(_ => journal).AddSingleton<JournalHealth>();
        builder.Services.AddHealthChecks().AddCheck<JournalCheck>("journal");
        builder.AddCache();
    }

    /// <summary>Adds an aggregate store for the streams of one kind of state.</summary>
    /// <param name="services">The service collection of the service.</param>
    /// <param name="codec">Converts events to entries and back.</param>
    /// <param name="json">How a state is serialized in the shared cache.</param>
    /// <param name="cacheName">Prefix of the keys in the shared cache: the service and the version of the state's format.</param>
    /// <param name="empty">The state of a stream without entries.</param>
    /// <param name="apply">The state after one more entry; a pure function.</param>
    /// <param name="due">
    /// The due work that an event causes, for the handler of <see cref="DueWorkHosting.AddDueWork"/>; null if no event causes any.
    /// </param>
    /// <param name="tell">Creates a callback for each entry that an RPC appends in this process; null for none.</param>
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
                () => provider.GetService<DueWorker>()?.Wake(), tell?.Invoke(provider)));

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
