using Grpc.Net.Client;
using NatoServices.Benchmarks.Measuring;
using NatoServices.Benchmarks.Yardsticks.Etcd;

namespace NatoServices.Benchmarks.Servers;

/// <summary>A yardstick that is a store of this solution.</summary>
internal sealed class StoreServer : IAsyncDisposable
{
    /// <summary>The method that makes an entry, of etcd and of every store.</summary>
    public const string Put = "/etcdserverpb.KV/Put";

    private readonly GrpcChannel channel;

    private StoreServer(ServerProcess process)
    {
        Process = process;
        channel = GrpcChannel.ForAddress(process.Address);
    }

    /// <summary>The process.</summary>
    public ServerProcess Process { get; }

    /// <summary>Starts one and waits until it serves.</summary>
    /// <param name="store">Which one: <c>ceiling</c>, <c>marten</c>, <c>insert-postgres</c>, <c>insert-sqlite</c>.</param>
    /// <param name="connectionString">Where it keeps what it is given.</param>
    public static async Task<StoreServer> StartAsync(string store, string connectionString)
    {
        var server = new StoreServer(await Yardstick.StartStoreAsync(store, connectionString));
        await server.Process.ListensAsync();
        return server;
    }

    /// <summary>Measures, and sees that what was counted was kept: the generator doesn't read how a call ended.</summary>
    public async Task<double> RateAsync(WorkFolder folder, IEnumerable<PutRequest> requests, Load each)
    {
        var before = await TakenAsync();
        var rate = await H2Load.RunAsync(folder, Process, Put, requests, each);
        var taken = await TakenAsync() - before;
        return taken >= rate * each.Seconds ? rate : throw new InvalidOperationException($"Only {taken} entries came of {rate} a second.");
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await Process.DisposeAsync();
    }

    private async Task<long> TakenAsync() => (await new KV.KVClient(channel).RangeAsync(new())).Count;
}
