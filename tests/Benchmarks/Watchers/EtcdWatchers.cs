using Google.Protobuf;
using NatoServices.Benchmarks.Yardsticks.Etcd;

namespace NatoServices.Benchmarks.Watchers;

/// <summary>Watchers of a key at etcd.</summary>
internal sealed class EtcdWatchers(string address, ByteString key) : IWatchers
{
    public Task<Watching> BeginAsync(int count)
    {
        var channels = Connections.To(address, count);
        return Watching.BeginAsync(count, channels, async (connection, hear, ending) =>
        {
            using var watch = new Watch.WatchClient(channels[connection]).Watch(cancellationToken: ending);
            await watch.RequestStream.WriteAsync(new() { CreateRequest = new() { Key = key } }, ending);
            while (await watch.ResponseStream.MoveNext(ending))
                if (watch.ResponseStream.Current is { Created: true } or { Events.Count: > 0 }) hear();
        });
    }
}
