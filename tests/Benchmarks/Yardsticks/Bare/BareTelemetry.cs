using NatoServices.ServiceDefaults;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace NatoServices.Benchmarks.Yardsticks;

/// <summary>What a minimal service tells by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says to: the framework's own, as often as the services.</summary>
internal static class BareTelemetry
{
    private const int TracesPerSecond = 100;

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        builder.Logging.AddOpenTelemetry();
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation()
                .SetSampler(new ParentBasedSampler(new RateSampler(TracesPerSecond, TimeProvider.System))))
            .WithMetrics(metrics => metrics
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http")
                .AddRuntimeInstrumentation()
                // The services leave them out too.
                .AddView("http.server.active_requests", MetricStreamConfiguration.Drop)
                .AddView("kestrel.queued_requests", MetricStreamConfiguration.Drop))
            .UseOtlpExporter();
    }
}
