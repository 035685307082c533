using System.Diagnostics;
using Grpc.Core;
using Nato.Consensus.V1;
using Nato.Record.V1;
using NatoServices.EmbeddedCache;
using NatoServices.System.Tests.Replicas;
using NatoServices.System.Tests.StandingToDecision;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>The three services as processes, Consensus twice, with a cache and a collector; every call with a trace of the test's own.</summary>
internal sealed class ObservedCouncil : IAsyncDisposable
{
    /// <summary>What ended spans, measurements and lines wait for before they are exported: hardly anything, so that tests don't either.</summary>
    private static readonly string[] Soon =
    [
        "--OTEL_BSP_SCHEDULE_DELAY=100", "--OTEL_BLRP_SCHEDULE_DELAY=100", "--OTEL_METRIC_EXPORT_INTERVAL=300",
        // What isn't taken in time is not exported again.
        $"--OTEL_EXPORTER_OTLP_TIMEOUT={(int)Waiting.Longest.TotalMilliseconds}",
        "--Logging:LogLevel:Default=Information", $"--OTEL_RESOURCE_ATTRIBUTES=service.instance.id={Instance}",
    ];

    /// <summary>What who runs the processes calls them.</summary>
    public const string Instance = "instance-7f8";

    private readonly CacheServer cache;

    private ObservedCouncil(Collector collector, CacheServer cache, Council council) =>
        (Collector, this.cache, Council) = (collector, cache, council);

    public Collector Collector { get; }

    public Council Council { get; }

    /// <param name="journal">The journal of Consensus; a SQLite file if null.</param>
    /// <param name="settings">More settings of all services.</param>
    public static async Task<ObservedCouncil> MeetAsync(string? journal = null, params IEnumerable<string> settings)
    {
        var collector = await Collector.StartAsync();
        var cache = CacheServer.Start(BuiltProcess.FreePort());
        var council = await Council.MeetAsync(
            2, new Stores(journal, Cache: cache.ConnectionString, Settings: [.. ExportingTo(collector), .. LongTimeouts.WithCache, .. settings]));
        // All three services and the second Consensus: what is announced before they listen they don't hear.
        await Announcements.HeardAsync(cache.ConnectionString, processes: 4);
        return new(collector, cache, council);
    }

    /// <summary>Settings of a service that exports its telemetry.</summary>
    public static string[] ExportingTo(Collector collector) => [$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", .. Soon];

    /// <summary>Headers that begin a trace here, which is recorded or isn't, and who acts.</summary>
    public static (string Trace, Metadata Headers) Begin(string actor = "secretariat", bool sampled = true)
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        return (trace, new() { { "traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-0{(sampled ? 1 : 0)}" }, { "nato-actor", actor } });
    }

    /// <summary>A request to record that a member supports the one candidate.</summary>
    public static RecordPositionRequest Position(string selection, string member, string citation = "Minutes") => new()
    {
        Selection = selection,
        Candidate = Council.Candidate,
        Member = member,
        Stance = Stance.Supports,
        Sourcing = Sourcing.Named,
        Source = new() { Citation = citation },
        TakenOn = new() { Year = 2024, Month = 2, Day = 22 },
    };

    /// <summary>The one span of a trace, once it is exported.</summary>
    public Task<ExportedSpan> SpanAsync(string trace, Func<ExportedSpan, bool> isIt) =>
        Collector.UntilAsync(c => c.Spans.FirstOrDefault(s => s.Trace == trace && isIt(s)), () => Collector.Show(trace));

    /// <summary>The work that delivers the appointment of a silence, once it is exported.</summary>
    /// <param name="opening">The call that opened the silence.</param>
    public Task<ExportedSpan> DeliveringAsync(ExportedSpan opening) =>
        Collector.UntilAsync(c => c.Spans.FirstOrDefault(s => s.Name == "process appointment"
            && c.Spans.Any(other => other.Name == "process silence" && other.IsLinkedTo(opening) && s.IsLinkedTo(other))));

    public async ValueTask DisposeAsync()
    {
        await Council.DisposeAsync();
        cache.Dispose();
        await Collector.DisposeAsync();
    }
}
