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

    public static readonly Load Hard = new(Connections: 4, InFlight: 64);

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
        await using var bare = await Yardstick.StartBareAsync(folder["reply"]);
        await using var told = await Yardstick.StartBareAsync(folder["reply"], telemetry: system.Sink);
        foreach (var yardstick in (ServerProcess[])[bare, told]) await yardstick.ListensAsync();
        List<(Side Side, Goal Goal)> yardsticks =
            [(Reading("bare with telemetry", told), Goal.Least(0.95)), (Reading("bare without telemetry", bare), Goal.Least(0.9))];
        var hasEtcd = run.Has(Tools.Etcd, "etcd-server", "reads against etcd");
        await using var etcd = hasEtcd ? await EtcdServer.StartAsync(folder) : null;
        if (etcd is not null)
        {
            var key = ByteString.CopyFromUtf8(Selection);
            await etcd.PutAsync(key, ByteString.CopyFrom(new byte[reply.CalculateSize()]));
            var range = new RangeRequest { Key = key };
            yardsticks.Add((
                new("etcd Range", async () => await H2Load.RunAsync(folder, etcd.Process, "/etcdserverpb.KV/Range", range, Hard)), Goal.Least(2.5)));
        }
        Run.Say($"Reading a standing of {reply.Standing.Members.Count} members, {reply.CalculateSize()} bytes, {Hard.InFlight} calls in flight");
        var series = await Pairs.RunAsync(run.Rounds, 3, [Reading("GetStanding", system.ConsensusProcess), .. yardsticks.Select(y => y.Side)]);
        foreach (var (theirs, (_, goal)) in series.Skip(1).Zip(yardsticks)) run.Add("GetStanding, 32 members", "calls/s", series[0], theirs, goal);
        var after = await system.Consensus.GetStandingAsync(request);
        if (!after.Equals(reply)) throw new InvalidOperationException("The standing has changed meanwhile.");

        Side Reading(string name, ServerProcess server) => new(name, async () => await H2Load.RunAsync(folder, server, Method, request, Hard));
    }
}
