using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Rest;

/// <summary>
/// Reads REST requests by their contract before the framework does, which passes over what it does not know and stops at the first value that
/// it cannot read. What cannot be read is left out and becomes a violation; the handler adds its own and refuses all of them at once.
/// </summary>
internal sealed class RestRequests(RequestDelegate next)
{
    private const string WholeBody = "*";

    // Calls by gRPC pass here too: they pay for nothing but the look at their endpoint.
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is { } call ? ReadAsync(context, call) : next(context);

    private async Task ReadAsync(HttpContext context, GrpcJsonTranscodingMetadata call)
    {
        // The headers of a watch are known at once; its body would go on for ever.
        if (call.MethodDescriptor.IsServerStreaming && HeadRequests.WantsHeadersOnly(context)) return;
        var violations = new List<Violation>();
        var message = call.MethodDescriptor.InputType;
        if (call.HttpRule.Body is WholeBody)
        {
            foreach (var parameter in context.Request.Query.Keys) violations.Add(new(parameter, "must stand in the body, not in the query"));
            context.Request.QueryString = QueryString.Empty;
            if (!await TryReadBodyAsync(context, message, violations)) return;
        }
        else
        {
            // The framework looks at the encoding even where it reads no body, and fails on one that it does not know.
            context.Request.ContentType = null;
            context.Request.QueryString = QueryFields.Read(context.Request.Query, message, violations);
            CompareWithAddress(context, message, name => context.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null, violations);
        }
        if (violations.Count > 0) context.Features.Set(new UnreadFields(violations));
        await next(context);
    }

    /// <summary>Replaces the body by one that has only what can be read.</summary>
    /// <returns>False if nothing of it can be read; then the request has been refused.</returns>
    private static async Task<bool> TryReadBodyAsync(HttpContext context, MessageDescriptor message, List<Violation> violations)
    {
        var request = context.Request;
        if (EncodingOf(request) is not { } encoding)
        {
            await UnansweredRequests.RefuseAsync(context, new MediaTypeUnsupported(request.ContentType));
            return false;
        }
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, context.RequestAborted);
        var (json, problem) = Parse(encoding, buffer.ToArray());
        if (json is null)
        {
            await UnansweredRequests.RefuseAsync(context, new InvalidInput([.. violations, new("body", problem)]));
            return false;
        }
        using (json)
        {
            var read = new JsonFields(violations).Read(json.RootElement, message);
            CompareWithAddress(context, message, name => (string?)read[name], violations);
            var body = ProtoJson.Write(ProtoJson.TryRead(read.ToJsonString(), message)!);
            request.Body = new MemoryStream(body);
            request.ContentLength = body.Length;
            request.ContentType = MediaTypeNames.Application.Json;
        }
        return true;
    }

    /// <summary>The encoding of the body; null if its media type or its encoding is not supported.</summary>
    private static Encoding? EncodingOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != MediaTypeNames.Application.Json) return null;
        return type.Charset.Value?.Trim('"').ToUpperInvariant() switch
        {
            null or "" or "UTF-8" => Encoding.UTF8,
            "UTF-16" or "UTF-16LE" => Encoding.Unicode,
            "UTF-16BE" => Encoding.BigEndianUnicode,
            _ => null,
        };
    }

    /// <summary>The object in the body, or why there is none.</summary>
    private static (JsonDocument? Json, string Problem) Parse(Encoding encoding, byte[] body)
    {
        if (encoding == Encoding.UTF8 && !Utf8.IsValid(body)) return (null, "is not valid UTF-8");
        var bytes = encoding == Encoding.UTF8 ? body : Encoding.UTF8.GetBytes(encoding.GetString(body));
        try
        {
            var json = JsonDocument.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));
            if (json.RootElement.ValueKind == JsonValueKind.Object) return (json, "");
            json.Dispose();
            return (null, "must be a JSON object");
        }
        catch (JsonException malformed)
        {
            return (null, bytes is [] ? "must be a JSON object" : $"is not JSON, at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}");
        }
    }

    /// <summary>Adds a violation for each field of the address that is given elsewhere with another value.</summary>
    private static void CompareWithAddress(HttpContext context, MessageDescriptor message, Func<string, string?> given, List<Violation> violations)
    {
        foreach (var (name, value) in context.Request.RouteValues)
            if (FieldNames.Find(message, name) is { FieldType: FieldType.String } field && given(field.JsonName) is { } other && other != (string?)value)
                violations.Add(new(field.Name, $"contradicts the address, which says '{value}'"));
    }
}
