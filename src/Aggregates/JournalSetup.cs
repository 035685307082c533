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

/// <summary>The journal behind a service and the cache beside it.</summary>
public static class JournalSetup
{
    /// <summary>
    /// Opens the journal that <c>ConnectionStrings:journal</c> names, and uses the cache that <c>ConnectionStrings:cache</c> names,
    /// if it names one.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The database cannot be used; the message says why in one line.</exception>
    public static async Task AddJournalAsync(this WebApplicationBuilder builder)
    {
        var clock = builder.Services.LastOrDefault(s => s.ServiceType == typeof(TimeProvider))?.ImplementationInstance as TimeProvider;
        var journal = await Journals.OpenAsync(builder.Configuration.GetConnectionString("journal")!, clock ?? TimeProvider.System);
        // A factory, so that the container disposes what it did not make.
        builder.Services.AddSingleton<IJournal>(_ => journal).AddSingleton<JournalHealth>();
        builder.Services.AddHealthChecks().AddCheck<JournalCheck>("journal");
        builder.AddCache();
    }

    /// <summary>An aggregate store over the journal, for the streams of one kind of state.</summary>
    /// <param name="services">The service's.</param>
    /// <param name="codec">Turns the events into entries and back.</param>
    /// <param name="json">How a state is written in the shared cache.</param>
    /// <param name="cacheName">Begins the keys there: the service and the version of the state's shape.</param>
    /// <param name="empty">The state of a stream without entries.</param>
    /// <param name="apply">The state after one more entry.</param>
    /// <param name="due">The work that an event causes, for the handler of <see cref="DueWorkHosting.AddDueWork"/>; null if none does.</param>
    /// <param name="tell">Makes what hears of each entry that a call has made here; null if nobody does.</param>
    public static IServiceCollection AddAggregateStore<TState, TEvent>(
        this IServiceCollection services, EventCodec<TEvent> codec, JsonTypeInfo<TState> json, string cacheName,
        TState empty, Func<TState, Entry<TEvent>, TState> apply, DueOf<TEvent>? due = null,
        Func<IServiceProvider, Action<string, Entry<TEvent>>>? tell = null)
        where TState : class where TEvent : class =>
        services
            .AddSingleton(provider => new SnapshotCache<TState>(provider.GetRequiredService<HybridCache>(), json, cacheName))
            .AddSingleton(provider => new AggregateStore<TState, TEvent>(
                provider.GetRequiredService<IJournal>(), codec, provider.GetRequiredService<SnapshotCache<TState>>(),
                provider.GetRequiredService<StreamVersions>(), provider.GetRequiredService<TimeProvider>(), empty, apply, due,
                // Looked up when it is needed: the worker's handler may need this store.
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
