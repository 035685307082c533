using System.Net;
using System.Net.Sockets;

namespace NatoServices.Benchmarks.Servers;

/// <summary>Ports of loopback.</summary>
internal static class Ports
{
    /// <summary>One that was free a moment ago.</summary>
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
