using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;

namespace NatoServices.EmbeddedCache;

/// <summary>An in-process cache that speaks the Redis protocol on loopback. It persists nothing: lost values are computed again.</summary>
public sealed class CacheServer : IDisposable
{
    private readonly GarnetServer server;

    private bool isDisposed;

    private CacheServer(GarnetServer server, int port) =>
        (this.server, ConnectionString) = (server, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));

    /// <summary>The address for clients, in the format of <c>ConnectionStrings:cache</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts the cache on a loopback port.</summary>
    /// <exception cref="IOException">The port cannot be used; the message names it.</exception>
    public static CacheServer Start(int port)
    {
        GarnetServer? server = null;
        try
        {
            server = new GarnetServer(Options(port));
            server.Start();
            return new(server, port);
        }
        catch (Exception failure) when ((failure as SocketException ?? failure.InnerException as SocketException) is { } refused)
        {
            server?.Dispose();
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The cache cannot listen on 127.0.0.1:{port}: {refused.Message}."), failure);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Garnet does not support a second Dispose.
        if (!Interlocked.Exchange(ref isDisposed, true)) server.Dispose();
    }

    /// <summary>Small, silent and in memory only: it serves one machine and holds a few dozen snapshots.</summary>
    private static GarnetServerOptions Options(int port) => new()
    {
        EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
        LogMemorySize = "32m",
        PageSize = "1m",
        IndexMemorySize = "1m",
        QuietMode = true,
    };
}
