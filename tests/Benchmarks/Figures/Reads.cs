using Google.Protobuf;
using NatoServices.Benchmarks.Measuring;
using NatoServices.Benchmarks.Servers;
using NatoServices.Benchmarks.Yardsticks.Etcd;

namespace NatoServices.Benchmarks.Figures;

/// <summary>Reading a standing, as often as can be.</summary>
internal static class Reads
{
    public const string Method = "/nato.consensus.v1.Consensus/GetStanding";

    private const string Selection = "reads";

    private static readonly Load Hard = new(Connections: 4, InFlight: 64);

    /// <summary>Measures.</summary>
    public static async Task RunAsync(Run run)
    {
        if (!run.Has(Tools.H2Load, "nghttp2-client", "reads")) return;
        using var folder = new WorkFolder();
        await using var system = await NatoSystem.StartAsync(folder, Tools.Postgres is null ? Engine.Sqlite : Engine.Postgres);
        await Council.OpenAsync(system, [Selection]);
        await Council.TakePositionsAsync(system, Selection);
        var (request, reply) = (Council.Standing(Selection), await system.Consensus.GetStandingAsync(Council.Standing(Selection)));
        if (reply.Standing.Members.Count != Council.States.Count) throw new InvalidOperationException("The standing has not 32 members.");

        await File.WriteAllBytesAsync(folder["reply"], reply.ToByteArray());
        await using var bare = ServerProcess.StartOwn(Ports.Free(), "bare", "--reply", folder["reply"]);
        await bare.ListensAsync();
        var sides = new List<Side>
        {
            new("GetStanding", () => H2Load.RunAsync(folder, system.ConsensusProcess, Method, request, Hard)),
            new("bare", () => H2Load.RunAsync(folder, bare, Method, request, Hard)),
        };
        var hasEtcd = run.Has(Tools.Etcd, "etcd-server", "reads against etcd");
        await using var etcd = hasEtcd ? await EtcdServer.StartAsync(folder) : null;
        if (etcd is not null)
        {
            var key = ByteString.CopyFromUtf8(Selection);
            await etcd.PutAsync(key, ByteString.CopyFrom(new byte[reply.CalculateSize()]));
            sides.Add(new("etcd Range", () => H2Load.RunAsync(folder, etcd.Process, "/etcdserverpb.KV/Range", new RangeRequest { Key = key }, Hard)));
        }
        Run.Say($"Reading a standing of {reply.Standing.Members.Count} members, {reply.CalculateSize()} bytes, {Hard.InFlight} calls in flight");
        var series = await Pairs.RunAsync(run.Rounds, 3, sides);
        run.Add("GetStanding, 32 members", "calls/s", series[0], series[1], Goal.Least(0.9));
        if (hasEtcd) run.Add("GetStanding, 32 members", "calls/s", series[0], series[2], Goal.Least(2.5));
        var after = await system.Consensus.GetStandingAsync(request);
        if (!after.Equals(reply)) throw new InvalidOperationException("The standing has changed meanwhile.");
    }
}
