using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace NatoServices.Journal.Tests.Postgres;

/// <summary>When a line is cut.</summary>
internal enum Cut
{
    /// <summary>The server gets nothing of it.</summary>
    Unsent,

    /// <summary>The server has carried it out; nobody hears of it.</summary>
    Unanswered,

    /// <summary>The server gets it after the sender was told that the line is cut, when <see cref="CuttingProxy.DeliverAsync"/> says.</summary>
    Late,
}

/// <summary>A line to a server that is cut, once for each time that it is told to, when a text comes along.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    private readonly string host;

    private readonly int port;

    private readonly Task accepting;

    private readonly Lock changing = new();

    private readonly List<(byte[] Text, Cut Cut)> cuts = [];

    private readonly List<TcpClient> lines = [];

    private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile Held? held;

    public CuttingProxy(string database)
    {
        var settings = new NpgsqlConnectionStringBuilder(database);
        (host, port) = (settings.Host!, settings.Port);
        listener.Start();
        (settings.Host, settings.Port) = ("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        Database = settings.ToString();
        accepting = AcceptAsync();
    }

    /// <summary>The database at the other end of the line.</summary>
    public string Database { get; }

    /// <summary>Cuts the line, once, when the text comes along.</summary>
    public void CutAt(string text, Cut cut)
    {
        lock (changing) cuts.Add((Encoding.UTF8.GetBytes(text), cut));
    }

    /// <summary>Delivers what came late and waits until the server has carried it out.</summary>
    public async Task DeliverAsync()
    {
        await held!.Server.GetStream().WriteAsync(held.Message);
        await answered.Task;
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
        lock (changing) lines.ForEach(line => line.Dispose());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = CarryAsync(await listener.AcceptTcpClientAsync());
        }
        catch (SocketException)
        {
            // It was stopped.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        var server = new TcpClient();
        lock (changing) lines.AddRange([client, server]);
        try
        {
            await server.ConnectAsync(host, port);
            var isCut = new CutLine();
            var answers = AnswerAsync(client, server, isCut);
            await AskAsync(client, server, isCut);
            if (held?.Server == server) return;
            server.Close();
            await answers;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One end or the other is closed.
            client.Close();
            server.Close();
        }
    }

    private async Task AskAsync(TcpClient client, TcpClient server, CutLine isCut)
    {
        var buffer = new byte[1 << 20];
        while (await client.GetStream().ReadAsync(buffer) is > 0 and var length)
        {
            switch (CutOf(buffer.AsSpan(0, length)))
            {
                case Cut.Unsent:
                    client.Close();
                    return;
                case Cut.Late:
                    held = new(server, buffer[..length]);
                    client.Close();
                    return;
                case Cut.Unanswered:
                    isCut.Value = true;
                    break;
            }
            await server.GetStream().WriteAsync(buffer.AsMemory(0, length));
        }
    }

    private async Task AnswerAsync(TcpClient client, TcpClient server, CutLine isCut)
    {
        var buffer = new byte[1 << 16];
        // The server tells of a transaction when it is over, not before.
        while (await server.GetStream().ReadAsync(buffer) is > 0 and var length && !isCut.Value)
        {
            if (held?.Server == server) answered.TrySetResult();
            else await client.GetStream().WriteAsync(buffer.AsMemory(0, length));
        }
        client.Close();
    }

    private Cut? CutOf(ReadOnlySpan<byte> message)
    {
        lock (changing)
        {
            for (var i = 0; i < cuts.Count; i++)
            {
                if (message.IndexOf(cuts[i].Text) < 0) continue;
                var cut = cuts[i].Cut;
                cuts.RemoveAt(i);
                return cut;
            }
            return null;
        }
    }

    private sealed record Held(TcpClient Server, byte[] Message);

    private sealed class CutLine
    {
        public volatile bool Value;
    }
}
