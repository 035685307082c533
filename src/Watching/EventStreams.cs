using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace NatoServices.Watching;

/// <summary>
/// Gives watches to browsers as server-sent events. REST gives a watch as a line of JSON for each message; where the caller accepts
/// <c>text/event-stream</c>, each line becomes an event with an id, and what the caller says it had last is what the watch resumes after.
/// </summary>
internal sealed class EventStreams(RequestDelegate next)
{
    private const string MediaType = "text/event-stream";

    public Task InvokeAsync(HttpContext context) => IsWanted(context.Request) ? WatchAsync(context) : next(context);

    private async Task WatchAsync(HttpContext context)
    {
        Resume(context.Request);
        var response = context.Response.Body;
        await using var events = new EventStream(response, () => Begin(context.Response));
        context.Response.Body = events;
        try
        {
            await next(context);
            await events.FinishAsync(context.RequestAborted);
        }
        finally
        {
            context.Response.Body = response;
        }
    }

    private static bool IsWanted(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Path.Value!.EndsWith(":watch", StringComparison.Ordinal)
        && request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase));

    /// <summary>A browser that connects again says so in a header: it wins over what the address still says.</summary>
    private static void Resume(HttpRequest request)
    {
        if (request.Headers["Last-Event-ID"].ToString() is not { Length: > 0 } last) return;
        var field = request.Path.Value!.EndsWith("/entries:watch", StringComparison.Ordinal) ? "after_revision" : "resume_after";
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        foreach (var name in query.Keys.Where(name => Plain(name).Equals(Plain(field), StringComparison.OrdinalIgnoreCase)).ToList()) query.Remove(name);
        query[field] = last;
        request.QueryString = QueryString.Create(query);
    }

    /// <summary>A field's name however it is spelled: <c>after_revision</c>, <c>afterRevision</c>.</summary>
    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);

    /// <summary>Whether the answer is a watch: a refusal goes out as it is.</summary>
    private static bool Begin(HttpResponse response)
    {
        if (response.StatusCode != StatusCodes.Status200OK) return false;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-cache";
        // A proxy that collects what it passes on would hold events back.
        response.Headers["X-Accel-Buffering"] = "no";
        return true;
    }
}
