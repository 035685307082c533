using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.ServiceDefaults;

/// <summary>Adds clients of other services.</summary>
public static class ServiceClients
{
    private const int Attempts = 3;

    /// <summary>
    /// Adds a gRPC client of the service at <c>services:{name}:grpc:0</c>. A call is attempted up to three times while the service is
    /// unavailable, within a deadline of five seconds, and is cancelled with the call that it serves. Writes may be retried because they
    /// carry a request id.
    /// </summary>
    /// <param name="builder">The calling service.</param>
    /// <param name="name">The name of the called service.</param>
    /// <param name="defaultPort">Its gRPC port on loopback, used if no address is set.</param>
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
            .ConfigureChannel((services, channel) =>
            {
                var timings = services.GetRequiredService<Timings>();
                channel.ServiceConfig = RetryWhileUnavailable(Attempts, timings.CallRetry, timings.MaxCallRetry);
            })
            .ConfigurePrimaryHttpMessageHandler(services => new SocketsHttpHandler
            {
                // CallSpans creates the span of a call. An HTTP span would stand between it and the span of the called service.
                ActivityHeadersPropagator = null,
                EnableMultipleHttp2Connections = true,
                // A machine that disappears neither closes nor refuses connections. Without these timeouts its calls would hang for a
                // quarter of an hour.
                KeepAlivePingDelay = services.GetRequiredService<Timings>().Ping,
                KeepAlivePingTimeout = services.GetRequiredService<Timings>().PingAnswer,
                ConnectTimeout = services.GetRequiredService<Timings>().Connect,
            })
            .AddHttpMessageHandler(() => new SilentMachines())
            .AddInterceptor(InterceptorScope.Client, services => new CallSpans(services.GetRequiredService<DependencyHealth>(), name))
            .AddInterceptor(services => new DeadlineInterceptor(services.GetRequiredService<Timings>().CallDeadline, services.GetMachineClock()))
            .EnableCallContextPropagation(propagation => propagation.SuppressContextNotFoundErrors = true)
            .AddServiceDiscovery();
    }

    /// <summary>Attempts calls again while the service is unavailable: only for calls that may be repeated.</summary>
    /// <param name="attempts">How often at most, the first included.</param>
    /// <param name="first">The wait before the second attempt; it doubles with each.</param>
    /// <param name="longest">The longest wait.</param>
    public static ServiceConfig RetryWhileUnavailable(int attempts, TimeSpan first, TimeSpan longest) => new()
    {
        MethodConfigs =
        {
            new()
            {
                Names = { MethodName.Default },
                RetryPolicy = new()
                {
                    MaxAttempts = attempts,
                    InitialBackoff = first,
                    MaxBackoff = longest,
                    BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };
}
