using System.Net.Http.Json;
using System.Text.Json;

namespace NatoServices.AppHost.Tests;

/// <summary>A span, as the dashboard tells it.</summary>
internal sealed record Span(
    string Trace, string Id, string? Parent, string Resource, string Name, bool Failed, IReadOnlyDictionary<string, string> Attributes);

/// <summary>What the dashboard has been told, by its own interface.</summary>
internal sealed class DashboardTelemetry(HttpClient dashboard, CancellationToken cancellation) : IDisposable
{
    /// <summary>The spans of all traces so far.</summary>
    public async Task<IReadOnlyList<Span>> SpansAsync() =>
        [.. SpansIn(await dashboard.GetFromJsonAsync<JsonElement>("/api/telemetry/spans?limit=10000", cancellation))];

    /// <summary>The spans of one trace, once one of them satisfies each of the conditions: exports come one after another.</summary>
    public async Task<IReadOnlyList<Span>> TraceAsync(string trace, params Func<Span, bool>[] conditions)
    {
        var spans = new List<Span>();
        await foreach (var batch in FollowAsync($"/api/telemetry/spans?follow=true&traceId={trace}"))
        {
            spans.AddRange(SpansIn(batch));
            if (Array.TrueForAll(conditions, spans.Any)) break;
        }
        return spans;
    }

    /// <summary>The trace of the first log line from now on, or so far, whose text begins so.</summary>
    public async Task<string> TraceOfLineAsync(string beginning)
    {
        await foreach (var batch in FollowAsync("/api/telemetry/logs?follow=true"))
            foreach (var line in Nested(batch, "resourceLogs", "scopeLogs", "logRecords"))
                if (line.Item.GetProperty("body").GetProperty("stringValue").GetString()!.StartsWith(beginning, StringComparison.Ordinal))
                    return line.Item.GetProperty("traceId").GetString()!;
        throw new InvalidOperationException($"No line begins with '{beginning}'.");
    }

    public void Dispose() => dashboard.Dispose();

    private async IAsyncEnumerable<JsonElement> FollowAsync(string address)
    {
        using var answer = await dashboard.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        while (await lines.ReadLineAsync(cancellation) is { } line)
            if (line.Length > 0) yield return JsonSerializer.Deserialize<JsonElement>(line);
    }

    private static IEnumerable<Span> SpansIn(JsonElement batch) => Nested(batch, "resourceSpans", "scopeSpans", "spans").Select(span => new Span(
        span.Item.GetProperty("traceId").GetString()!,
        span.Item.GetProperty("spanId").GetString()!,
        span.Item.TryGetProperty("parentSpanId", out var parent) ? parent.GetString() : null,
        span.Resource,
        span.Item.GetProperty("name").GetString()!,
        span.Item.TryGetProperty("status", out var status) && status.TryGetProperty("code", out var code) && code.GetInt32() == 2,
        span.Item.TryGetProperty("attributes", out var attributes) ? Attributes(attributes) : new Dictionary<string, string>()));

    private static IEnumerable<(string Resource, JsonElement Item)> Nested(JsonElement batch, string resources, string scopes, string items)
    {
        var data = batch.TryGetProperty("data", out var inner) ? inner : batch;
        return from resource in data.GetProperty(resources).EnumerateArray()
               let name = Attributes(resource.GetProperty("resource").GetProperty("attributes"))["service.name"]
               from scope in resource.GetProperty(scopes).EnumerateArray()
               from item in scope.GetProperty(items).EnumerateArray()
               select (name, item);
    }

    private static Dictionary<string, string> Attributes(JsonElement attributes) => attributes.EnumerateArray().ToDictionary(
        attribute => attribute.GetProperty("key").GetString()!,
        attribute => attribute.GetProperty("value").EnumerateObject().Select(value => value.Value.ToString()).FirstOrDefault() ?? "");
}
