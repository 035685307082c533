using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace NatoServices.Watching;

/// <summary>
/// Serves watches to browsers as server-sent events. REST sends a watch as one line of JSON per message. If the caller accepts
/// <c>text/event-stream</c>, each line becomes an event with an id, and the watch resumes after the caller's last event id.
/// </summary>
internal sealed class EventStreams(RequestDelegate next)
{
    private const string MediaType = "text/event-stream";

    private const string AnyText = "text/*";

    private static readonly string[] ResumeFields = ["resume_after", "after_revision"];

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>()?.MethodDescriptor is { IsServerStreaming: true } watch && IsWanted(context.Request)
            ? WatchAsync(context, watch)
            : next(context);

    private async Task WatchAsync(HttpContext context, MethodDescriptor watch)
    {
        Resume(context.Request, watch);
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

    /// <summary>Whether the caller prefers events to lines of JSON: it names the media type, and not with a lower quality than JSON.</summary>
    private static bool IsWanted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return QualityOf(accepted, MediaType) is > 0 and var events && events >= QualityOf(accepted, "application/json");
    }

    private static double QualityOf(IList<MediaTypeHeaderValue> accepted, string mediaType) => accepted
        .Where(type => type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) || type.MediaType == AnyText && mediaType == MediaType)
        .Select(type => type.Quality ?? 1).DefaultIfEmpty(0).Max();

    /// <summary>A reconnecting browser sends its last event id in a header; the query still has the original value.</summary>
    private static void Resume(HttpRequest request, MethodDescriptor watch)
    {
        if (request.Headers["Last-Event-ID"].ToString() is not { Length: > 0 } last) return;
        var field = watch.InputType.Fields.InDeclarationOrder().Single(f => ResumeFields.Contains(f.Name));
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        foreach (var name in query.Keys.Where(name => name == field.Name || name == field.JsonName).ToList()) query.Remove(name);
        query[field.Name] = last;
        request.QueryString = QueryString.Create(query);
    }

    /// <summary>Whether the response is a watch; a refusal is not converted.</summary>
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
