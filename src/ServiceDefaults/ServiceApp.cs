using System.Globalization;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NatoServices.ServiceDefaults;

/// <summary>What a service is called and where it listens unless told otherwise.</summary>
/// <param name="Name">Its name in lower case: <c>members</c>; its database file and its telemetry go by it.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="HttpPort">REST and health, HTTP/1.1, on loopback.</param>
/// <param name="GrpcPort">gRPC in clear text, HTTP/2, on loopback: without TLS one port can't speak both.</param>
public sealed record ServiceIdentity(string Name, string Title, int HttpPort, int GrpcPort)
{
    /// <summary>Where data goes unless told otherwise: a folder of the user's, outside any source tree.</summary>
    public static string DefaultDataDirectory => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "NatoServices");
}

/// <summary>Builds what every service has in common.</summary>
public static class ServiceApp
{
    private const string Live = "live";

    /// <summary>The largest request, in bytes; no rule accepts anything near it.</summary>
    private const int MaxRequestBytes = 1 << 20;

    /// <summary>A builder with configuration, telemetry, health, gRPC with REST beside it, and refusals.</summary>
    /// <param name="service">Which service this is.</param>
    /// <param name="args">Settings from the command line; they win over the environment.</param>
    /// <param name="refusals">The service's table of refusals.</param>
    public static WebApplicationBuilder CreateBuilder(ServiceIdentity service, string[] args, RefusalTable refusals)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = $"NatoServices.{service.Title}" });
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = Defaults(service),
        });
        foreach (var endpoint in builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren()) Addresses.Check($"{endpoint.Path}:Url", endpoint["Url"]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        builder.AddTelemetry(service);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(service);
        builder.Services.AddSingleton(refusals);
        builder.Services.AddSingleton<Watches>().AddSingleton<RefusalInterceptor>();
        builder.Services.AddSingleton<Presence>().AddSingleton<Underway>().AddHostedService<ServiceStory>();
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

    /// <summary>The endpoints beside the service's own: reflection, gRPC health, <c>/health</c>, <c>/alive</c> and a word of welcome.</summary>
    public static WebApplication MapDefaults(this WebApplication app)
    {
        var service = app.Services.GetRequiredService<ServiceIdentity>();
        // Made now, so that a wrong setting is told at the start.
        app.Services.GetRequiredService<Watches>();
        app.UseMiddleware<EventStreams>();
        app.UseMiddleware<UnreadableRequests>();
        app.UseMiddleware<UnreadableRestRequests>();
        app.MapGrpcReflectionService();
        app.MapGrpcHealthChecksService();
        app.MapHealthChecks("/health");
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        app.MapGet("/", () => $"NatoServices {service.Title}: REST under /v1, gRPC with reflection on the HTTP/2 port, health at /health.\n");
        return app;
    }

    private static Dictionary<string, string?> Defaults(ServiceIdentity service) => new()
    {
        ["Kestrel:Endpoints:http:Url"] = Loopback(service.HttpPort),
        ["Kestrel:Endpoints:http:Protocols"] = "Http1",
        ["Kestrel:Endpoints:grpc:Url"] = Loopback(service.GrpcPort),
        ["Kestrel:Endpoints:grpc:Protocols"] = "Http2",
        ["ConnectionStrings:journal"] = $"Data Source={Path.Combine(ServiceIdentity.DefaultDataDirectory, service.Name)}.db",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        // It begins a scope for every call, for log lines that are switched off.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        ["Logging:LogLevel:Grpc"] = "Warning",
        // Why a host did not start is told in one line; its own log would add a stack trace. A background service that fails is critical.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
    };

    private static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
