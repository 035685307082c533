using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.Watching;

/// <summary>Adds watches to a service.</summary>
public static class WatchingApp
{
    /// <summary>The watches of this process.</summary>
    public static WebApplicationBuilder AddWatching(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Watches>();
        return builder;
    }

    /// <summary>Server-sent events for REST; ahead of everything else that answers.</summary>
    public static WebApplication UseWatching(this WebApplication app)
    {
        // Made now, so that a wrong setting is told at the start.
        app.Services.GetRequiredService<Watches>();
        app.UseMiddleware<EventStreams>();
        return app;
    }
}
