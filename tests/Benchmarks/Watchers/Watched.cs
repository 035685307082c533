using Google.Protobuf;
using Grpc.Core;
using NatoServices.Benchmarks.Servers;
using NatoServices.Benchmarks.Yardsticks.Etcd;

namespace NatoServices.Benchmarks.Watchers;

/// <summary>
/// Something that can be watched. The program that watches is the same for whoever is watched, and takes what comes as bytes: the servers
/// are measured, not what a client makes of an answer.
/// </summary>
/// <param name="Service">The service that gives it.</param>
/// <param name="Method">The method.</param>
/// <param name="Request">Asks for it.</param>
/// <param name="StaysOpen">Whether the server ends the watch when nothing more is asked.</param>
/// <param name="LeastNews">The least bytes of a message that is no heartbeat.</param>
internal sealed record Watched(string Service, string Method, byte[] Request, bool StaysOpen, int LeastNews)
{
    /// <summary>The standing of a selection's candidate.</summary>
    public static Watched Standing(string selection) => new(
        "nato.consensus.v1.Consensus", "WatchStanding",
        new Nato.Consensus.V1.WatchStandingRequest { Selection = selection, Candidate = Council.Candidate, AsOf = Council.Day }.ToByteArray(),
        StaysOpen: false, LeastNews: 1000);

    /// <summary>A key of etcd, which says first that it is watched.</summary>
    public static Watched Key(ByteString key) => new(
        "etcdserverpb.Watch", "Watch", new WatchRequest { CreateRequest = new() { Key = key } }.ToByteArray(), StaysOpen: true, LeastNews: 0);

    /// <summary>Has so many watch it.</summary>
    public Task<Watching> BeginAsync(ServerProcess server, int count)
    {
        var channels = Connections.To(server.Address, count);
        var method = RawBinding.Method(Service, Method, MethodType.DuplexStreaming);
        return Watching.BeginAsync(count, channels, async (connection, hear, ending) =>
        {
            using var watch = channels[connection].CreateCallInvoker().AsyncDuplexStreamingCall(method, null, new(cancellationToken: ending));
            await watch.RequestStream.WriteAsync(Request, ending);
            if (!StaysOpen) await watch.RequestStream.CompleteAsync();
            while (await watch.ResponseStream.MoveNext(ending))
                if (watch.ResponseStream.Current.Length >= LeastNews) hear();
        });
    }
}
