using Google.Protobuf;
using Grpc.Net.Client;
using NatoServices.Benchmarks.Yardsticks.Etcd;

namespace NatoServices.Benchmarks.Servers;

/// <summary>The yardstick "etcd": one member with its usual settings, which makes every Put durable before it answers.</summary>
internal sealed class EtcdServer : IAsyncDisposable
{
    private readonly ServerProcess process;

    private EtcdServer(ServerProcess process)
    {
        this.process = process;
        Channel = GrpcChannel.ForAddress(process.Address);
    }

    /// <summary>The process.</summary>
    public ServerProcess Process => process;

    /// <summary>A channel to it.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>Starts it.</summary>
    public static async Task<EtcdServer> StartAsync(WorkFolder folder)
    {
        var (client, peer) = (Ports.Free(), Ports.Free());
        var process = await ServerProcess.StartAsync(
            Tools.Etcd!, client, "--data-dir", folder["etcd"], "--logger", "zap", "--log-level", "error",
            "--listen-client-urls", $"http://127.0.0.1:{client}", "--advertise-client-urls", $"http://127.0.0.1:{client}",
            "--listen-peer-urls", $"http://127.0.0.1:{peer}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{peer}",
            "--initial-cluster", $"default=http://127.0.0.1:{peer}");
        return new(process);
    }

    /// <summary>Puts a value.</summary>
    public async Task PutAsync(ByteString key, ByteString value) => await new KV.KVClient(Channel).PutAsync(new() { Key = key, Value = value });

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await process.DisposeAsync();
    }
}
