using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NatoServices.Journal;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NatoServices.ServiceDefaults;

internal static class Telemetry
{
    /// <summary>Names whom all is told.</summary>
    public const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string TracesSetting = "Telemetry:TracesPerSecond";

    private const int UsualTracesPerSecond = 100;

    private const string CallDuration = "http.server.request.duration";

    /// <summary>Of calls: by method, way and status.</summary>
    private const int MostCallSeries = 1000;

    /// <summary>Of anything else; what is more than that is told as one.</summary>
    private const int MostSeries = 100;

    /// <summary>Traces, metrics and logs by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says to; nothing is collected otherwise.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, ServiceIdentity service)
    {
        var tracesPerSecond = TracesPerSecond(builder.Configuration);
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointSetting])) return;
        // Nothing here uses baggage, and looking for it costs every call.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.AddProcessor(new LogRedactor());
        });
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, service.Name))
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(calls => calls.Filter = call => !Probes.Are(call.Request.Path)).AddSource(TelemetryRedactor.Npgsql, Signals.Name)
                .SampleAtMost(tracesPerSecond, builder.Configuration)
                .AddProcessor(new TelemetryRedactor()))
            .WithMetrics(metrics => metrics
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Diagnostics")
                .AddMeter("System.Net.Http", Signals.Name)
                .AddRuntimeInstrumentation()
                .AddView(StreamOf))
            .UseOtlpExporter();
    }

    /// <summary>Says which process tells. What who runs it says goes before: Aspire finds a process again by the instance's id that it gave.</summary>
    public static ResourceBuilder Describe(ResourceBuilder resource, string name) =>
        resource.AddService(name, serviceNamespace: "natoservices").AddEnvironmentVariableDetector();

    private static int TracesPerSecond(ConfigurationManager settings)
    {
        var given = settings[TracesSetting] ?? UsualTracesPerSecond.ToString(CultureInfo.InvariantCulture);
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var perSecond)
            ? perSecond
            : throw new ArgumentException($"{TracesSetting} must be a number from 0 on, is '{given}'.");
    }

    /// <summary>Whoever asks for another sampler by OpenTelemetry's own setting gets that.</summary>
    private static TracerProviderBuilder SampleAtMost(this TracerProviderBuilder tracing, int perSecond, ConfigurationManager settings) =>
        string.IsNullOrEmpty(settings["OTEL_TRACES_SAMPLER"])
            ? tracing.SetSampler(new ParentBasedSampler(new RateSampler(perSecond, TimeProvider.System)))
            : tracing;

    /// <summary>
    /// Leaves out what is updated twice by every call and says nothing that its duration doesn't. Any other has room for as many series as
    /// it can have here: the library would take 176 KiB at once for each of some forty instruments, whatever they are used for.
    /// </summary>
    private static MetricStreamConfiguration StreamOf(Instrument instrument) => instrument.Name is "http.server.active_requests" or "kestrel.queued_requests"
        ? MetricStreamConfiguration.Drop
        : new() { CardinalityLimit = instrument.Name is CallDuration ? MostCallSeries : MostSeries };
}
