using System.Globalization;
using Google.Protobuf;
using Grpc.Net.Client;
using NatoServices.Benchmarks.Measuring;
using NatoServices.Benchmarks.Yardsticks.Etcd;

namespace NatoServices.Benchmarks.Servers;

/// <summary>The yardstick "etcd": one member with its usual settings, which makes every Put durable before it answers.</summary>
internal sealed class EtcdServer : IAsyncDisposable
{
    private const string Flushed = "etcd_disk_wal_fsync_duration_seconds_count ";

    private readonly ServerProcess process;

    private EtcdServer(ServerProcess process)
    {
        this.process = process;
        Channel = GrpcChannel.ForAddress(process.Address);
        Keys = new(Channel);
    }

    /// <summary>The process.</summary>
    public ServerProcess Process => process;

    /// <summary>A channel to it.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>Its keys.</summary>
    public KV.KVClient Keys { get; }

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

    /// <summary>Measures one that was started for that, since it slows as it grows.</summary>
    /// <param name="prepare">Puts there what has to be there.</param>
    /// <param name="measure">Measures.</param>
    public static async Task<Sample> AfreshAsync(Func<EtcdServer, Task> prepare, Func<EtcdServer, Task<double>> measure)
    {
        using var folder = new WorkFolder();
        await using var etcd = await StartAsync(folder);
        await prepare(etcd);
        return await Sample.CountingAsync(etcd.FlushesAsync, () => measure(etcd));
    }

    /// <summary>Puts a value.</summary>
    public async Task PutAsync(ByteString key, ByteString value) => await Keys.PutAsync(new() { Key = key, Value = value });

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await process.DisposeAsync();
    }

    /// <summary>How often it has made its write-ahead log durable.</summary>
    private async Task<long> FlushesAsync()
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri($"{process.Address}/metrics"));
        var line = metrics.Split('\n').Single(l => l.StartsWith(Flushed, StringComparison.Ordinal));
        return long.Parse(line[Flushed.Length..], NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
