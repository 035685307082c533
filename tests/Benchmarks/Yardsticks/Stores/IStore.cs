using System.Collections.Concurrent;
using Grpc.Core;
using NatoServices.Benchmarks.Yardsticks.Etcd;

namespace NatoServices.Benchmarks.Yardsticks;

/// <summary>Something that keeps entries.</summary>
internal interface IStore
{
    /// <summary>Ends when an entry is durable.</summary>
    Task AppendAsync(string stream, byte[] body);
}

/// <summary>A store behind gRPC: Put makes an entry of its value, in the stream that its key names; Range tells how many it made.</summary>
internal sealed class StoreService(IStore store) : KV.KVBase
{
    private static readonly PutResponse Done = new();

    private long taken;

    public override async Task<PutResponse> Put(PutRequest request, ServerCallContext context)
    {
        await store.AppendAsync(request.Key.ToStringUtf8(), request.Value.ToByteArray());
        Interlocked.Increment(ref taken);
        return Done;
    }

    public override Task<RangeResponse> Range(RangeRequest request, ServerCallContext context) =>
        Task.FromResult(new RangeResponse { Count = Interlocked.Read(ref taken) });
}

/// <summary>The revisions that this process has given, in place of what is on record.</summary>
internal sealed class Revisions
{
    private readonly ConcurrentDictionary<string, long> last = new(StringComparer.Ordinal);

    /// <summary>The next of a stream.</summary>
    public long Next(string stream) => last.AddOrUpdate(stream, 1, (_, revision) => revision + 1);
}
