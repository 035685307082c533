using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NatoServices.Benchmarks.Yardsticks;

/// <summary>Runs a yardstick in this process, on a port of loopback, until it is told to stop.</summary>
internal static class YardstickHost
{
    /// <summary>Runs "bare" with the reply that a file holds.</summary>
    public static Task RunBareAsync(int port, string replyFile) => RunAsync<BareService>(port, new BareReply(File.ReadAllBytes(replyFile)));

    /// <summary>Runs the sink of telemetry.</summary>
    public static Task RunSinkAsync(int port) => RunAsync<TelemetrySink>(port);

    private static async Task RunAsync<TService>(int port, params object[] parts) where TService : class
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        foreach (var part in parts) builder.Services.AddSingleton(part.GetType(), part);
        await using var app = builder.Build();
        app.MapGrpcService<TService>();
        await app.RunAsync();
    }
}
