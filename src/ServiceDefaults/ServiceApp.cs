using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NatoServices.ServiceDefaults;

/// <summary>Sets up what every service has in common.</summary>
public static class ServiceApp
{
    private const string Live = "live";

    /// <summary>The maximum size of a request, in bytes; no rule accepts anything near it.</summary>
    private const int MaxRequestBytes = 1 << 20;

    /// <summary>
    /// Creates a builder with configuration, telemetry, health checks, gRPC with JSON transcoding (REST), and conversion of refusals.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="args">Settings from the command line; they override environment variables.</param>
    public static WebApplicationBuilder CreateBuilder(ServiceIdentity service, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ApplicationName = $"NatoServices.{service.Title}" });
        builder.WebHost.UseKestrelHttpsConfiguration();
        // Settings are read only at startup. A file watcher would scan the program's folder, however large, and cost a thread.
        foreach (var file in builder.Configuration.Sources.OfType<FileConfigurationSource>()) file.ReloadOnChange = false;
        service.AddDefaults(builder.Configuration.Sources);
        foreach (var endpoint in builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren()) Addresses.Check($"{endpoint.Path}:Url", endpoint["Url"]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        builder.AddTelemetry(service);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddKeyedSingleton(Clocks.Machine, TimeProvider.System);
        builder.Services.AddSingleton(Timings.Of(builder.Configuration));
        builder.Services.AddSingleton(service);
        builder.Services.AddSingleton<RefusalInterceptor>();
        builder.Services.AddSingleton<DependencyHealth>().AddSingleton<CallsInProgress>().AddHostedService<ServiceOperatorLog>();
        builder.Services
            .AddGrpc(grpc =>
            {
                grpc.MaxReceiveMessageSize = MaxRequestBytes;
                grpc.Interceptors.Add<RefusalInterceptor>();
            })
            .AddJsonTranscoding(rest => rest.TypeRegistry = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor));
        builder.Services.AddGrpcReflection();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.Services.AddGrpcHealthChecks(health => health.Services.Map("", _ => true));
        return builder;
    }

    /// <summary>Maps the common endpoints: reflection, gRPC health, <c>/health</c>, <c>/alive</c> and a welcome text at <c>/</c>.</summary>
    public static WebApplication MapDefaults(this WebApplication app)
    {
        var service = app.Services.GetRequiredService<ServiceIdentity>();
        app.UseMiddleware<UnreadableRequests>();
        app.MapGrpcReflectionService();
        app.MapGrpcHealthChecksService();
        app.MapHealthChecks(Probes.Health);
        app.MapHealthChecks(Probes.Alive, new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        app.MapGet("/", () => $"NatoServices {service.Title}: REST under /v1, gRPC with reflection on the HTTP/2 port, health at /health.\n");
        return app;
    }
}
