using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.ServiceDefaults;

/// <summary>Clients of the other services.</summary>
public static class ServiceClients
{
    /// <summary>
    /// A gRPC client of the named service at <c>services:{name}:grpc:0</c>. A call is tried three times while the service is away,
    /// for five seconds at most, and ends when the call that it serves does. Writes may be tried again because they carry a request id.
    /// </summary>
    /// <param name="builder">The service that calls.</param>
    /// <param name="name">The service that is called.</param>
    /// <param name="defaultPort">Its gRPC port on loopback, unless told otherwise.</param>
    public static void AddServiceClient<TClient>(this WebApplicationBuilder builder, string name, int defaultPort) where TClient : class
    {
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = [new($"services:{name}:grpc:0", $"http://127.0.0.1:{defaultPort}")],
        });
        Addresses.Check($"services:{name}:grpc:0", builder.Configuration[$"services:{name}:grpc:0"]);
        builder.Services.AddServiceDiscovery();
        builder.Services
            .AddGrpcClient<TClient>(client => client.Address = new($"http://_grpc.{name}"))
            .ConfigureChannel(channel => channel.ServiceConfig = new() { MethodConfigs = { Patience } })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // The span of a call is made here, see CallSpans: another of HTTP would stand between it and the service that is called.
                ActivityHeadersPropagator = null,
                EnableMultipleHttp2Connections = true,
                // A machine that goes away closes no connection and refuses none: without these its calls would hang for a quarter of an hour.
                KeepAlivePingDelay = TimeSpan.FromSeconds(1),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(2),
                ConnectTimeout = TimeSpan.FromSeconds(1),
            })
            .AddHttpMessageHandler(() => new SilentMachines())
            .AddInterceptor(InterceptorScope.Client, services => new CallSpans(services.GetRequiredService<DependencyHealth>(), name))
            .AddInterceptor(() => new DeadlineInterceptor())
            .EnableCallContextPropagation(propagation => propagation.SuppressContextNotFoundErrors = true)
            .AddServiceDiscovery();
    }

    private static MethodConfig Patience => new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new()
        {
            MaxAttempts = 3,
            InitialBackoff = TimeSpan.FromMilliseconds(50),
            MaxBackoff = TimeSpan.FromMilliseconds(500),
            BackoffMultiplier = 2,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };
}
