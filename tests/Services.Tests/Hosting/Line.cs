using System.Net;
using System.Net.Sockets;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>A line to a service. It can go dead as the one to a machine that is gone: nothing comes through any more, and nobody is told.</summary>
internal sealed class Line : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    private readonly List<TcpClient> ends = [];

    private readonly Task accepting;

    private CancellationTokenSource breaking = new();

    /// <param name="target">Where it leads, asked for each connection; throws <see cref="KeyNotFoundException"/> if nowhere.</param>
    public Line(Func<Uri> target)
    {
        listener.Start();
        accepting = AcceptAsync(target);
    }

    /// <summary>What is called in place of the service.</summary>
    public string Address => $"http://{listener.LocalEndpoint}";

    /// <summary>The connections that there are go dead; new ones are none the worse.</summary>
    public void Break()
    {
        using var broken = breaking;
        breaking = new();
        broken.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting;
        Break();
        ends.ForEach(end => end.Dispose());
        breaking.Dispose();
    }

    private async Task AcceptAsync(Func<Uri> target)
    {
        while (true)
        {
            TcpClient caller, called = new();
            try
            {
                caller = await listener.AcceptTcpClientAsync();
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
            ends.AddRange(caller, called);
            var broken = breaking.Token;
            try
            {
                await called.ConnectAsync(target().Host, target().Port);
            }
            catch (Exception unreachable) when (unreachable is SocketException or KeyNotFoundException)
            {
                caller.Dispose();
                continue;
            }
            _ = CarryAsync(caller, called, broken);
            _ = CarryAsync(called, caller, broken);
        }
    }

    private static async Task CarryAsync(TcpClient from, TcpClient to, CancellationToken broken)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), broken);
            to.Dispose();
        }
        catch (OperationCanceledException)
        {
            // Both ends stay as they are: neither hears of it.
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            from.Dispose();
        }
    }
}
