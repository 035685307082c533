using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace NatoServices.Watching;

/// <summary>
/// Serves watches to browsers as server-sent events. REST sends a watch as one line of JSON per message. If the caller accepts
/// <c>text/event-stream</c>, each line becomes an event with an id, and the watch resumes after the caller's last event id.
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

    /// <summary>A reconnecting browser sends its last event id in a header; the query still has the original value.</summary>
    private static void Resume(HttpRequest request)
    {
        if (request.Headers["Last-Event-ID"].ToString() is not { Length: > 0 } last) return;
        var field = request.Path.Value!.EndsWith("/entries:watch", StringComparison.Ordinal) ? "after_revision" : "resume_after";
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        foreach (var name in query.Keys.Where(name => Plain(name).Equals(Plain(field), StringComparison.OrdinalIgnoreCase)).ToList()) query.Remove(name);
        query[field] = last;
        request.QueryString = QueryString.Create(query);
    }

    /// <summary>Normalizes a field name: <c>after_revision</c> and <c>afterRevision</c> are the same.</summary>
    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);

    private static bool Begin(HttpResponse response)
    {
        if (response.StatusCode != StatusCodes.Status200OK) return false;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-cache";
        // Without this header a buffering proxy would hold back events.
        response.Headers["X-Accel-Buffering"] = "no";
        return true;
    }
}
