using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// Redacts spans right before export. Only attributes that are known to contain neither a caller's text nor identity are exported, whatever
/// a library may add in future. gRPC calls follow the conventions for RPC spans, where a refusal is not a server error.
/// </summary>
internal sealed class TelemetryRedactor : BaseProcessor<Activity>
{
    public const string Npgsql = "Npgsql";

    // The tags that the framework sets for a gRPC call.
    private const string Method = "grpc.method";
    private const string Status = "grpc.status_code";

    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
        [
            "http.request.method", "http.response.status_code", "http.route", "network.protocol.version", "url.scheme",
            "rpc.system.name", "rpc.method", "rpc.response.status_code", "error.type",
            "db.system.name", "db.operation.name", "db.collection.name", "db.namespace", "db.query.text", "db.response.status_code",
            "server.address", "server.port",
            "messaging.system", "messaging.destination.name", "messaging.operation.name", "messaging.operation.type",
            "natoservices.due_work.attempt", "natoservices.cache.hit",
            "natoservices.case.items", "natoservices.case.recorded", "natoservices.case.already_on_record", "natoservices.case.on_record_otherwise",
            "natoservices.case.refused_rpc", "natoservices.case.refused_line",
        ],
        StringComparer.Ordinal);

    private const string Unsaid = "not exported";

    private static readonly ActivityListener Driver = new() { ShouldListenTo = source => source.Name == Npgsql, ExceptionRecorder = Record };

    static TelemetryRedactor() => ActivitySource.AddActivityListener(Driver);

    /// <summary>Corrects the span of a call whose status was changed after the framework had set it.</summary>
    public static void Correct(HttpContext call, int status) =>
        call.Features.Get<IHttpActivityFeature>()?.Activity.SetTag(Status, status.ToString(CultureInfo.InvariantCulture));

    public override void OnEnd(Activity data)
    {
        if (data.Kind == ActivityKind.Server)
        {
            if (data.GetTagItem(Method) is string method) Tell(data, method);
            // From the Host header, which the caller controls.
            data.SetTag("server.address", null).SetTag("server.port", null);
        }
        // Copy the list: it cannot be changed while it is enumerated.
        foreach (var (key, _) in data.TagObjects.Where(tag => !Known.Contains(tag.Key)).ToList()) data.SetTag(key, null);
        // The description may contain what a caller wrote.
        if (data.StatusDescription is not null) data.SetStatus(data.Status);
    }

    /// <summary>Replaces message and stack trace, since an event cannot be removed from a span afterwards.</summary>
    private static void Record(Activity span, Exception failure, ref TagList tags)
    {
        tags.Add("exception.message", Unsaid);
        tags.Add("exception.stacktrace", Unsaid);
    }

    private static void Tell(Activity call, string method)
    {
        var isTold = int.TryParse(call.GetTagItem(Status) as string, CultureInfo.InvariantCulture, out var code);
        var status = isTold ? (StatusCode)code : StatusCode.Unknown;
        var name = method.TrimStart('/');
        call.DisplayName = name;
        call.SetTag("rpc.system.name", "grpc").SetTag("rpc.method", name).SetTag("rpc.response.status_code", status.Name())
            .SetTag("http.route", null).SetTag("http.request.method", null).SetTag("http.response.status_code", null).SetTag("url.scheme", null);
        if (status.IsFailureOfServer()) call.SetStatus(ActivityStatusCode.Error).SetTag("error.type", status.Name());
    }
}
