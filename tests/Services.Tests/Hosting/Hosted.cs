using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using NatoServices.Journal;
using NatoServices.Watching;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>How a service's composition root makes it.</summary>
public delegate Task<WebApplication> Create(string[] args, Action<WebApplicationBuilder>? configure);

/// <summary>One service, running on ports of its own, and a client of each kind.</summary>
public sealed class Hosted : IAsyncDisposable
{
    private readonly WebApplication app;

    private Hosted(WebApplication app)
    {
        this.app = app;
        // Kestrel reads its endpoints in the order of their names: grpc, http.
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        (GrpcAddress, HttpAddress) = (addresses[0], addresses[1]);
        Channel = GrpcChannel.ForAddress(GrpcAddress);
        Rest = new() { BaseAddress = new(HttpAddress) };
    }

    /// <summary>Where it speaks gRPC.</summary>
    public string GrpcAddress { get; }

    /// <summary>Where it speaks REST.</summary>
    public string HttpAddress { get; }

    /// <summary>A gRPC channel to it.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>A REST client of it.</summary>
    public HttpClient Rest { get; }

    /// <summary>Starts a service; addresses that end in ":0" get a free port.</summary>
    public static async Task<Hosted> StartAsync(
        Create create, string journal, string grpcAddress, string httpAddress, IEnumerable<string> settings, Action<WebApplicationBuilder> configure)
    {
        string[] args =
        [
            $"--ConnectionStrings:journal={journal}", $"--Kestrel:Endpoints:grpc:Url={grpcAddress}", $"--Kestrel:Endpoints:http:Url={httpAddress}",
            "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None", "--Logging:LogLevel:Grpc=None",
            // Longer than any test waits: what ends a service is that its calls end.
            "--shutdownTimeoutSeconds=600", .. settings,
        ];
        var app = await create(args, configure);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>All watches that it serves.</summary>
    public Watches Watches => app.Services.GetRequiredService<Watches>();

    /// <summary>The record that it keeps.</summary>
    public IJournal Journal => app.Services.GetRequiredService<IJournal>();

    /// <summary>Stops it as a signal does; its clients stay.</summary>
    public Task StopAsync() => app.StopAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Rest.Dispose();
        await app.DisposeAsync();
    }
}
