using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NatoServices.Journal;

/// <summary>
/// Spans and metrics by OpenTelemetry's semantic conventions, made with the runtime's own API: only exporters reference OpenTelemetry. No
/// name, text or id from the record goes into an attribute.
/// </summary>
public static class Signals
{
    /// <summary>The name of <see cref="Source"/> and <see cref="Meter"/>.</summary>
    public const string Name = "NatoServices";

    private const string Heads = "heads";

    /// <summary>Creates the spans.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Creates the metrics.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>
    /// The current span as a <c>traceparent</c>, to store with what it causes; null if it is not recorded. If it is not recorded because
    /// the caller wants no trace, it is stored too: what the call causes is not traced either.
    /// </summary>
    public static string? Trace =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } span && (span.Recorded || span.ParentSpanId != default) ? span.Id : null;

    /// <summary>
    /// A <c>traceparent</c> that keeps an outgoing call out of any trace. The log lines of the called service belong to the current trace,
    /// if there is one.
    /// </summary>
    public static string Untraced =>
        $"00-{Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()}-{Activity.Current?.SpanId ?? ActivitySpanId.CreateRandom()}-00";

    /// <summary>The span of a stored <c>traceparent</c>; default if the text is null or malformed.</summary>
    public static ActivityContext Caused(string? trace) =>
        ActivityContext.TryParse(trace, null, isRemote: true, out var context) ? context : default;

    /// <summary>
    /// Starts a span for a query to a database or a cache. Null outside a recorded span: background queries start no trace.
    /// </summary>
    /// <param name="system">The database system, as the conventions name it.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="collection">The table, or the kind of item in a cache; null if there is none.</param>
    public static Activity? Database(string system, string operation, string? collection = null)
    {
        if (Activity.Current is not { Recorded: true }) return null;
        var span = Source.StartActivity(collection is null ? operation : $"{operation} {collection}", ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
            span.SetTag("db.system.name", system).SetTag("db.operation.name", operation).SetTag("db.collection.name", collection);
        return span;
    }

    /// <summary>Starts a span for the announcement of a stream's new head; null if there is no current span.</summary>
    /// <param name="system">The messaging system.</param>
    public static Activity? Announcing(string system)
    {
        var span = Activity.Current is null ? null : Source.StartActivity($"publish {Heads}", ActivityKind.Producer);
        return Messaging(span, system, Heads, "publish", "send");
    }

    /// <summary>Starts a trace for the handling of an announcement, linked to the announcing span; null if there was none.</summary>
    public static Activity? Hearing(string system, ActivityContext cause) =>
        cause == default ? null : Messaging(Linked($"process {Heads}", cause), system, Heads, "process", "process");

    /// <summary>Starts a trace for a piece of due work, linked to the span that entered its cause, if that is known.</summary>
    public static Activity? Working(DueWork work) =>
        Messaging(Linked($"process {work.Kind}", Caused(work.Trace)), "natoservices", work.Kind, "process", "process")
            ?.SetTag("natoservices.due_work.attempt", work.Attempts);

    /// <summary>Marks a span as failed. The failure's message is left out, because it may repeat what a user wrote.</summary>
    public static void Fail(this Activity? span, Exception failure) =>
        span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", failure.GetType().FullName);

    /// <summary>Starts a trace that is linked to its cause. If the cause was kept out of tracing, so is this.</summary>
    private static Activity? Linked(string name, ActivityContext cause) =>
        cause == default ? Source.StartActivity(name, ActivityKind.Consumer, default(ActivityContext))
        : cause.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            ? Source.StartActivity(name, ActivityKind.Consumer, default(ActivityContext), links: [new(cause)])
        : Source.StartActivity(name, ActivityKind.Consumer, cause);

    private static Activity? Messaging(Activity? span, string system, string destination, string operation, string type) =>
        span is { IsAllDataRequested: true }
            ? span.SetTag("messaging.system", system).SetTag("messaging.destination.name", destination)
                .SetTag("messaging.operation.name", operation).SetTag("messaging.operation.type", type)
            : span;
}
