using Google.Protobuf;
using NatoServices.System.Tests.Telemetry.Wire;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>A span that a service exported.</summary>
internal sealed record ExportedSpan(string Service, Span Span)
{
    public string Trace { get; } = Hex(Span.TraceId);

    public string Id { get; } = Hex(Span.SpanId);

    public string Parent { get; } = Hex(Span.ParentSpanId);

    public string Name => Span.Name;

    public SpanKind Kind => Span.Kind;

    public bool IsError => Span.Status?.Code == SpanStatusCode.Error;

    /// <summary>An attribute as text; null if it has none of that name.</summary>
    public string? this[string key] => ValueOf(Span.Attributes, key);

    /// <summary>Whether it is linked to another.</summary>
    public bool IsLinkedTo(ExportedSpan other) => Span.Links.Any(link => Hex(link.TraceId) == other.Trace && Hex(link.SpanId) == other.Id);

    public static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);

    public static string ServiceOf(Resource resource) => ValueOf(resource.Attributes, "service.name") ?? "";

    public static string? ValueOf(IEnumerable<KeyValue> attributes, string key) =>
        attributes.FirstOrDefault(a => a.Key == key)?.Value is { } value ? TextOf(value) : null;

    public static string TextOf(Value value) => value.ValueCase switch
    {
        Value.ValueOneofCase.Text => value.Text,
        Value.ValueOneofCase.Number => $"{value.Number}",
        Value.ValueOneofCase.Flag => $"{value.Flag}",
        _ => $"{value.Real}",
    };

    public override string ToString() =>
        $"{Service} {Kind} '{Name}' {Id} in {Parent} {(IsError ? "ERROR " : "")}"
        + string.Join(' ', Span.Attributes.Select(a => $"{a.Key}={TextOf(a.Value)}"));
}

/// <summary>A log record that a service exported.</summary>
internal sealed record ExportedLog(string Service, LogRecord Record)
{
    public string Trace { get; } = ExportedSpan.Hex(Record.TraceId);

    public string Text => Record.Body?.Text ?? "";
}

/// <summary>A metric that a service exported.</summary>
internal sealed record ExportedMetric(string Service, Metric Metric)
{
    /// <summary>Its value, or how often it was measured, where an attribute has a value.</summary>
    public double Of(string? key, string? value) =>
        Numbers.Where(n => Is(n.Attributes, key, value)).Sum(n => n.AsInt + n.AsDouble)
        + (Metric.Histogram?.Points.Where(d => Is(d.Attributes, key, value)).Sum(d => (double)d.Count) ?? 0);

    private IEnumerable<Number> Numbers => [.. Metric.Sum?.Points ?? [], .. Metric.Gauge?.Points ?? []];

    private static bool Is(IEnumerable<KeyValue> attributes, string? key, string? value) => key is null || ExportedSpan.ValueOf(attributes, key) == value;
}
