using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NatoServices.ServiceDefaults;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace NatoServices.Cases;

/// <summary>
/// Telemetry of a command-line process that is not a service: traces and logs by OTLP to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. If that is not
/// set, nothing is collected. Disposing exports what is left.
/// </summary>
public sealed class CommandTelemetry : IDisposable
{
    private readonly OpenTelemetrySdk? sdk;

    private CommandTelemetry(OpenTelemetrySdk? sdk) => this.sdk = sdk;

    /// <summary>The logger factory; its loggers write nothing if nothing is collected.</summary>
    public ILoggerFactory Logs => sdk?.GetLoggerFactory() ?? NullLoggerFactory.Instance;

    /// <summary>Starts collecting.</summary>
    /// <param name="name">The service name in telemetry, unless the environment sets another.</param>
    /// <param name="source">The name of the activity source of its spans.</param>
    public static CommandTelemetry Start(string name, string source)
    {
        // In milliseconds, as for the services: a collector that hangs must not delay the end of the process.
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_TIMEOUT", "1000")]).AddEnvironmentVariables().Build();
        if (string.IsNullOrWhiteSpace(settings[Telemetry.EndpointSetting])) return new(null);
        return new(OpenTelemetrySdk.Create(telemetry =>
        {
            telemetry.Services.AddSingleton<IConfiguration>(settings);
            telemetry
                .ConfigureResource(resource => Telemetry.Describe(resource, name))
                .WithTracing(tracing => tracing.AddSource(source).AddProcessor(new TelemetryRedactor()))
                .WithLogging(logs => logs.AddProcessor(new LogRedactor()), options => options.IncludeFormattedMessage = true)
                .UseOtlpExporter();
        }));
    }

    /// <inheritdoc />
    public void Dispose() => sdk?.Dispose();
}
