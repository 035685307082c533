using Microsoft.AspNetCore.Builder;

namespace NatoServices.Rest;

/// <summary>Adds REST to a service, in two parts: what changes the query of a request, such as a watch's resume point, goes between them.</summary>
public static class RestApp
{
    /// <summary>Adds routing, <c>HEAD</c> where there is <c>GET</c>, and refusals for requests that reach no service.</summary>
    public static WebApplication UseRestRouting(this WebApplication app)
    {
        app.UseMiddleware<UnansweredRequests>();
        app.UseMiddleware<HeadRequests>();
        app.UseRouting();
        return app;
    }

    /// <summary>Adds the reading of requests by their contract.</summary>
    public static WebApplication UseRestRequests(this WebApplication app)
    {
        app.UseMiddleware<RestRequests>();
        return app;
    }
}
