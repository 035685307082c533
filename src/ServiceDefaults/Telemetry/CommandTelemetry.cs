using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// What a command tells of itself, a process that does something and serves nobody: its traces and log lines by OTLP, where
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says to; nothing is collected otherwise. What was told is out when this is disposed.
/// </summary>
public sealed class CommandTelemetry : IDisposable
{
    // In milliseconds, as for the services: a collector that hangs doesn't hold up the end of the process.
    private static readonly FrozenDictionary<string, string?> Defaults =
        new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "1000" }.ToFrozenDictionary();

    private readonly OpenTelemetrySdk? sdk;

    private CommandTelemetry(OpenTelemetrySdk? sdk) => this.sdk = sdk;

    /// <summary>Makes the loggers; nobody reads what they write if nothing is collected.</summary>
    public ILoggerFactory Logs => sdk?.GetLoggerFactory() ?? NullLoggerFactory.Instance;

    /// <summary>Begins to collect.</summary>
    /// <param name="name">What the command is called, unless who runs it calls it otherwise.</param>
    /// <param name="source">The name of the source of its spans.</param>
    public static CommandTelemetry Start(string name, string source)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(Defaults).AddEnvironmentVariables().Build();
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
