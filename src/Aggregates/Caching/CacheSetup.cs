using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NatoServices.Aggregates;

internal static class CacheSetup
{
    /// <summary>The largest snapshot in the shared cache, in bytes.</summary>
    private const int MaxSnapshotBytes = 64 << 20;

    private const string Untraced = "untraced";

    /// <summary>
    /// Uses the cache that <c>ConnectionStrings:cache</c> names. If it is not set, each process caches only in its own memory.
    /// </summary>
    public static void AddCache(this WebApplicationBuilder builder)
    {
        builder.Services.AddKeyedHybridCache(Untraced, cache => cache.MaximumPayloadBytes = MaxSnapshotBytes);
        builder.Services.AddSingleton<HybridCache>(services => new TracedCache(services.GetRequiredKeyedService<HybridCache>(Untraced)));
        builder.Services.AddSingleton<StreamVersions>().AddSingleton<UpstreamParts>();
        if (builder.Configuration.GetConnectionString("cache") is not { Length: > 0 } address)
        {
            builder.Services.TryAddSingleton<IAnnouncements, NoAnnouncements>();
            return;
        }
        var options = RedisConnection.OptionsOf(address);
        builder.Services.AddSingleton(services => new RedisConnection(options, services.GetRequiredService<Timings>()))
            .AddSingleton<CacheCircuitBreaker>();
        builder.Services.AddSingleton<IDistributedCache>(services =>
        {
            var redis = services.GetRequiredService<RedisConnection>();
            return new PatientCache(
                new RedisCache(new RedisCacheOptions { ConnectionMultiplexerFactory = redis.GetAsync, InstanceName = redis.Prefix }),
                services.GetRequiredService<CacheCircuitBreaker>());
        });
        builder.Services.AddSingleton<RedisAnnouncements>();
        builder.Services.AddSingleton<IAnnouncements>(services => services.GetRequiredService<RedisAnnouncements>());
        builder.Services.AddHostedService(services => services.GetRequiredService<RedisAnnouncements>());
    }
}
