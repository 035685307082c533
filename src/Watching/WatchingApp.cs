using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.Watching;

/// <summary>Adds watches to a service.</summary>
public static class WatchingApp
{
    /// <summary>Registers the watches of this process.</summary>
    public static WebApplicationBuilder AddWatching(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Watches>();
        return builder;
    }

    /// <summary>Adds a <see cref="LatestValueWatch{TKey, TReply}"/>.</summary>
    /// <param name="services">The service collection of the service.</param>
    /// <param name="watched">The name of what is watched, for metrics.</param>
    public static void AddLatestValueWatch<TKey, TReply>(this IServiceCollection services, string watched) where TKey : notnull where TReply : class, IMessage =>
        services.AddSingleton(made => ActivatorUtilities.CreateInstance<LatestValueWatch<TKey, TReply>>(made, watched));

    /// <summary>Adds server-sent events for REST. Must come before every middleware that answers requests.</summary>
    public static WebApplication UseWatching(this WebApplication app)
    {
        // Resolve it now, so that an invalid setting is reported at startup.
        app.Services.GetRequiredService<Watches>();
        app.UseMiddleware<EventStreams>();
        return app;
    }
}
