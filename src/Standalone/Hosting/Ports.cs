using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NatoServices.Standalone.Hosting;

/// <summary>A port to listen on, and the option that changes it.</summary>
internal sealed record Listener(string Option, int Port)
{
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public string Url => $"http://{Address}";
}

internal sealed record ServicePorts(Listener Http, Listener Grpc);

internal sealed record Ports(IReadOnlyDictionary<string, ServicePorts> Services, Listener Cache)
{
    /// <summary>Checks that every port is free, before anything is started or written.</summary>
    /// <exception cref="IOException">A port cannot be used, or two are the same. The message names the option that changes it.</exception>
    public void Check()
    {
        Listener[] all = [.. Services.Values.SelectMany(s => new[] { s.Http, s.Grpc }), Cache];
        if (all.GroupBy(l => l.Port).FirstOrDefault(g => g.Count() > 1)?.ToArray() is [var first, var second, ..])
            throw new IOException($"{first.Option} and {second.Option} are the same port, {first.Port}; choose another for one of them.");
        foreach (var listener in all) Check(listener);
    }

    private static void Check(Listener listener)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, listener.Port);
            probe.Start();
        }
        catch (SocketException refused)
        {
            throw new IOException($"Port {listener.Port} cannot be used ({refused.Message}); choose another with {listener.Option} PORT.", refused);
        }
    }
}
