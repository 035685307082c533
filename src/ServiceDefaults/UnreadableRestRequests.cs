using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NatoServices.Domain;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// Answers a REST request that cannot be read (its body is not JSON, a parameter is not a number) like any other invalid input, with
/// violations by field. The framework reads before any interceptor runs and answers with one sentence only.
/// </summary>
internal sealed class UnreadableRestRequests(RequestDelegate next)
{
    private static readonly JsonFormatter Json = new(
        JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is { } call ? AnswerAsync(context, call) : next(context);

    private async Task AnswerAsync(HttpContext context, GrpcJsonTranscodingMetadata call)
    {
        var (response, body) = (context.Response, context.Response.Body);
        var gate = new RefusalGate(body, () => response.StatusCode == StatusCodes.Status400BadRequest);
        response.Body = gate;
        try
        {
            await next(context);
        }
        finally
        {
            response.Body = body;
        }
        if (gate.Held is not { } held) return;

        // The framework's answer uses the encoding of the request and has no details. An answer with details is a refusal by the service
        // itself.
        var answer = JsonNode.Parse((response.GetTypedHeaders().ContentType?.Encoding ?? Encoding.UTF8).GetString(held));
        if (answer?["details"] is JsonArray { Count: > 0 })
        {
            await body.WriteAsync(held);
            return;
        }
        var sentence = (string?)answer?["message"] ?? "";
        var refusal = new InvalidInput([.. ViolationsOf(call, context.Request.Query, sentence)]);
        response.ContentType = "application/json";
        await response.WriteAsync(Json.Format(RefusalInterceptor.Answer(refusal).GetRpcStatus()));
    }

    private static List<Violation> ViolationsOf(GrpcJsonTranscodingMetadata call, IQueryCollection query, string sentence)
    {
        var request = call.MethodDescriptor.InputType;
        if (call.HttpRule.Body is not "")
            // A sentence that names a type of the program is of no use to callers.
            return [new("body", sentence.Contains(request.Name, StringComparison.Ordinal) ? "must be a JSON object" : sentence)];
        var found = query.SelectMany(parameter => InQuery(request, parameter.Key, parameter.Value)).ToList();
        return found.Count > 0 ? found : [new("query", sentence)];
    }

    /// <summary>Empty if the parameter can be read, or if no field has its name: the framework ignores such a one.</summary>
    private static IEnumerable<Violation> InQuery(MessageDescriptor request, string key, StringValues values)
    {
        var path = new List<FieldDescriptor>();
        foreach (var name in key.Split('.'))
        {
            var within = path is [] ? request : path[^1].FieldType is FieldType.Message ? path[^1].MessageType : null;
            if (within?.Fields.InFieldNumberOrder().FirstOrDefault(f => f.Name == name || f.JsonName == name) is not { } field) return [];
            path.Add(field);
        }
        var problem = values.Count > 1 && !path[^1].IsRepeated ? "is given more than once" : values.Select(v => Problem(path[^1], v ?? "")).FirstOrDefault(p => p is not null);
        return problem is null ? [] : [new(string.Join('.', path.Select(f => f.Name)), problem)];
    }

    private static string? Problem(FieldDescriptor field, string value)
    {
        var invariant = CultureInfo.InvariantCulture;
        return field.FieldType switch
        {
            FieldType.Enum => IsKnown(field.EnumType) ? null : $"{value} is not a known value",
            FieldType.Int32 => int.TryParse(value, invariant, out _) ? null : $"must be a whole number of 32 bits, is '{value}'",
            FieldType.Int64 => long.TryParse(value, invariant, out _) ? null : $"must be a whole number of 64 bits, is '{value}'",
            FieldType.Bool => bool.TryParse(value, out _) ? null : $"must be true or false, is '{value}'",
            FieldType.Message when field.MessageType.FullName == Timestamp.Descriptor.FullName =>
                IsMoment() ? null : $"must be a moment such as 2024-02-22T12:00:00Z, is '{value}'",
            FieldType.Message => $"is given by its parts: {string.Join(", ", field.MessageType.Fields.InFieldNumberOrder().Select(f => $"{field.Name}.{f.Name}"))}",
            _ => null,
        };

        bool IsKnown(EnumDescriptor known) =>
            (int.TryParse(value, invariant, out var number) ? known.FindValueByNumber(number) : known.FindValueByName(value)) is not null;

        bool IsMoment()
        {
            try
            {
                return JsonParser.Default.Parse<Timestamp>(JsonValue.Create(value).ToJsonString()) is not null;
            }
            catch (InvalidProtocolBufferException)
            {
                return false;
            }
        }
    }
}
