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
    public const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string TracesSetting = "Telemetry:TracesPerSecond";

    private const int UsualTracesPerSecond = 100;

    private const string CallDuration = "http.server.request.duration";

    /// <summary>The maximum number of metric series of the call duration, by method, route and status.</summary>
    private const int MostCallSeries = 1000;

    /// <summary>The maximum number of series of any other instrument; the rest is merged into one overflow series.</summary>
    private const int MostSeries = 100;

    /// <summary>Exports by OTLP to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. If that is not set, nothing is collected.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, ServiceIdentity service)
    {
        var tracesPerSecond = TracesPerSecond(builder.Configuration);
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointSetting])) return;
        // No baggage propagation: nothing here uses baggage, and looking for it costs time on every call.
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

    /// <summary>The environment overrides it: Aspire identifies a process by the instance id that it sets there.</summary>
    public static ResourceBuilder Describe(ResourceBuilder resource, string name) =>
        resource.AddService(name, serviceNamespace: "natoservices").AddEnvironmentVariableDetector();

    private static int TracesPerSecond(ConfigurationManager settings)
    {
        var given = settings[TracesSetting] ?? UsualTracesPerSecond.ToString(CultureInfo.InvariantCulture);
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var perSecond)
            ? perSecond
            : throw new ArgumentException($"{TracesSetting} must be a number from 0 on, is '{given}'.");
    }

    /// <summary>OpenTelemetry's own setting overrides the sampler.</summary>
    private static TracerProviderBuilder SampleAtMost(this TracerProviderBuilder tracing, int perSecond, ConfigurationManager settings) =>
        string.IsNullOrEmpty(settings["OTEL_TRACES_SAMPLER"])
            ? tracing.SetSampler(services => new ParentBasedSampler(new RateSampler(perSecond, services.GetMachineClock())))
            : tracing;

    /// <summary>
    /// Drops two instruments that every call updates twice and that add nothing to the call duration. Limits the series of all others,
    /// because the library would allocate 176 KiB up front for each of about forty instruments, however much they are used.
    /// </summary>
    private static MetricStreamConfiguration StreamOf(Instrument instrument) => instrument.Name is "http.server.active_requests" or "kestrel.queued_requests"
        ? MetricStreamConfiguration.Drop
        : new() { CardinalityLimit = instrument.Name is CallDuration ? MostCallSeries : MostSeries };
}
