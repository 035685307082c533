using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// The last to see a span before it is exported. Only attributes that are known to hold nothing of what callers wrote, nor who they
/// are, go out, whatever a library adds one day; calls of gRPC are told by its conventions, in which a refusal is no failure of the server.
/// </summary>
internal sealed class TelemetryRedactor : BaseProcessor<Activity>
{
    /// <summary>The spans of PostgreSQL's driver.</summary>
    public const string Npgsql = "Npgsql";

    // What the framework tells of a call of gRPC.
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

    /// <summary>The span of a call whose status was changed on its way out is told by the new one.</summary>
    public static void Correct(HttpContext call, int status) =>
        call.Features.Get<IHttpActivityFeature>()?.Activity.SetTag(Status, status.ToString(CultureInfo.InvariantCulture));

    public override void OnEnd(Activity data)
    {
        if (data.Kind == ActivityKind.Server)
        {
            if (data.GetTagItem(Method) is string method) Tell(data, method);
            // The Host header, so whatever the caller wrote there.
            data.SetTag("server.address", null).SetTag("server.port", null);
        }
        // A new list: taking out while looking is not allowed.
        foreach (var (key, _) in data.TagObjects.Where(tag => !Known.Contains(tag.Key)).ToList()) data.SetTag(key, null);
        // What a failure says may repeat what somebody wrote.
        if (data.StatusDescription is not null) data.SetStatus(data.Status);
    }

    /// <summary>What a driver notes of an exception can't be taken out of its span afterwards: it is left unsaid.</summary>
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
