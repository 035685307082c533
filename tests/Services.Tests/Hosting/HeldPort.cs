using System.Net;
using System.Net.Sockets;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>A free port on loopback that nobody else is given, also while nobody listens at it.</summary>
internal sealed class HeldPort : IDisposable
{
    // Bound, it is none that another who asks for any port gets. It doesn't listen, so that others may at the same port: only on Linux.
    private readonly Socket holder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public HeldPort()
    {
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Number = ((IPEndPoint)holder.LocalEndPoint!).Port;
        if (!OperatingSystem.IsLinux()) holder.Dispose();
    }

    public int Number { get; }

    /// <summary>For a service that listens at it.</summary>
    public string Address => $"http://127.0.0.1:{Number}";

    public void Dispose() => holder.Dispose();
}
