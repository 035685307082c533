using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NatoServices.Journal;

/// <summary>
/// What the services tell of themselves: spans and measurements by OpenTelemetry's semantic conventions, made with what the runtime has.
/// Nobody but who exports them knows OpenTelemetry. No name, no text and no id of what is on record goes into an attribute.
/// </summary>
public static class Signals
{
    /// <summary>The name of <see cref="Source"/> and <see cref="Meter"/>.</summary>
    public const string Name = "NatoServices";

    private const string Heads = "heads";

    /// <summary>Makes the spans.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Makes the measurements.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>
    /// The present span, as something caused by it keeps it; null if it isn't recorded. One that isn't because the caller wants no trace
    /// is kept too: what the call causes is in none either.
    /// </summary>
    public static string? Trace =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } span && (span.Recorded || span.ParentSpanId != default) ? span.Id : null;

    /// <summary>Tells whom is called, as its <c>traceparent</c>, that the call is in no trace; its log lines belong to the present one, if there is one.</summary>
    public static string Untraced =>
        $"00-{Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()}-{Activity.Current?.SpanId ?? ActivitySpanId.CreateRandom()}-00";

    /// <summary>The span that was kept so; none if it is no such text.</summary>
    public static ActivityContext Caused(string? trace) =>
        ActivityContext.TryParse(trace, null, isRemote: true, out var context) ? context : default;

    /// <summary>A question to a database or a cache; null if it belongs to no span that is recorded: what is looked up unasked begins no trace.</summary>
    /// <param name="system">The database, as the conventions call it.</param>
    /// <param name="operation">What it is to do.</param>
    /// <param name="collection">The table, or the kind of thing in a cache; null where there is none.</param>
    public static Activity? Database(string system, string operation, string? collection = null)
    {
        if (Activity.Current is not { Recorded: true }) return null;
        var span = Source.StartActivity(collection is null ? operation : $"{operation} {collection}", ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
            span.SetTag("db.system.name", system).SetTag("db.operation.name", operation).SetTag("db.collection.name", collection);
        return span;
    }

    /// <summary>The announcement that a stream has moved; null if that belongs to no span.</summary>
    /// <param name="system">What carries it.</param>
    public static Activity? Announcing(string system)
    {
        var span = Activity.Current is null ? null : Source.StartActivity($"publish {Heads}", ActivityKind.Producer);
        return Messaging(span, system, Heads, "publish", "send");
    }

    /// <summary>What is done about an announcement: a trace of its own, linked to the announcing span; null if there was none.</summary>
    public static Activity? Hearing(string system, ActivityContext cause) =>
        cause == default ? null : Messaging(Linked($"process {Heads}", cause), system, Heads, "process", "process");

    /// <summary>A piece of due work: a trace of its own, linked to the span that entered what caused it, if that is known.</summary>
    public static Activity? Working(DueWork work) =>
        Messaging(Linked($"process {work.Kind}", Caused(work.Trace)), "natoservices", work.Kind, "process", "process")
            ?.SetTag("natoservices.due_work.attempt", work.Attempts);

    /// <summary>It failed. What the failure says stays here: it may repeat what somebody wrote.</summary>
    public static void Fail(this Activity? span, Exception failure) =>
        span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", failure.GetType().FullName);

    /// <summary>A trace of its own, linked to its cause; none if whoever caused it wanted none.</summary>
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
