using System.Diagnostics;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Journal.Tests.Staleness;

/// <summary>
/// The law of staleness, on a model: one stream in a database, processes that read and write it, and announcements that are lost, late,
/// out of order or wrong.
/// </summary>
public sealed class StalenessLaws
{
    private const int Processes = 3;

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency(
            (4, Gen.Const(Act.Write)), (8, Gen.Const(Act.Read)), (6, Gen.Const(Act.Wait)), (3, Gen.Const(Act.Deliver)), (1, Gen.Const(Act.Lie))),
        Gen.Int[0, Processes - 1], Gen.Int[0, 400], Gen.Int[0, 1000], (act, process, time, which) => new Step(act, process, time, which));

    [Fact]
    public async Task A_reading_is_never_older_than_two_leases_and_with_demands_never_older_than_it_asks() =>
        await Steps.Array[1, 60].SampleAsync(HoldsAsync, iter: 2000, threads: 2);

    private static async Task HoldsAsync(Step[] steps)
    {
        var clock = new FakeTimeProvider(new(2024, 2, 22, 9, 30, 0, TimeSpan.Zero));
        // When the database came to each revision; the first is there from the beginning.
        List<DateTimeOffset> written = [clock.GetUtcNow()];
        var network = new Network();
        var all = Enumerable.Range(0, Processes).Select(_ => new Port(network)).Select(port => (port, heads: new StreamVersions(port, clock, Timings.Default))).ToList();
        foreach (var step in steps)
        {
            var (port, heads) = all[step.Process];
            switch (step.Act)
            {
                case Act.Wait:
                    clock.Advance(TimeSpan.FromMilliseconds(step.Time));
                    break;
                case Act.Write:
                    var since = heads.Now;
                    clock.Advance(TimeSpan.FromMilliseconds(step.Time / 10));
                    written.Add(clock.GetUtcNow());
                    heads.Learn("s", At(written.Count), since, moved: true);
                    break;
                case Act.Deliver:
                    network.Deliver(step.Which, keep: step.Time % 2 == 0);
                    break;
                case Act.Lie:
                    port.Hear("s", new(written.Count + (step.Which % 5) - 2, new byte[] { 99 }, clock.GetUtcNow()));
                    break;
                case Act.Read:
                    var asked = clock.GetUtcNow();
                    var demanded = step.Time < 100 ? Math.Max(0, written.Count - (step.Time % 3)) : 0;
                    var head = (await heads.NewestAsync("s", new(demanded), _ => Task.FromResult<Answer<Head>>(At(written.Count)))).Value;
                    Assert.True(head.Revision >= demanded, $"{head.Revision} is behind {demanded}, which was asked for.");
                    // Found not to hold when it is folded.
                    if (head.Revision > written.Count) heads.Forget("s");
                    else if (head.Revision < written.Count)
                        Assert.True(asked - written[(int)head.Revision] < 2 * Timings.Default.Lease, $"{head.Revision} is what there was long ago.");
                    break;
            }
        }
        foreach (var (_, heads) in all) heads.Dispose();
    }

    private static Head At(int revision) => new(revision, new byte[] { 1 }, DateTimeOffset.UnixEpoch.AddSeconds(revision));

    private enum Act { Write, Read, Wait, Deliver, Lie }

    private sealed record Step(Act Act, int Process, int Time, int Which);

    /// <summary>What was announced, until it is delivered or lost; delivered to all, as the last word, in whatever order.</summary>
    private sealed class Network
    {
        private readonly List<(string Stream, Announced Told, bool Moved)> underWay = [];

        public List<Port> Ports { get; } = [];

        public Announced? Last { get; private set; }

        public void Send(string stream, Announced told, bool moved)
        {
            lock (underWay) underWay.Add((stream, told, moved));
        }

        public void Deliver(int which, bool keep)
        {
            if (Take(which, keep) is not var (stream, told, moved)) return;
            Last = told;
            if (!moved) return;
            foreach (var port in Ports) port.Hear(stream, told.Head);
        }

        private (string Stream, Announced Told, bool Moved)? Take(int which, bool keep)
        {
            // What is looked up ahead of need is announced meanwhile.
            lock (underWay)
            {
                if (underWay.Count == 0) return null;
                var taken = underWay[which % underWay.Count];
                if (!keep) underWay.RemoveAt(which % underWay.Count);
                return taken;
            }
        }
    }

    private sealed class Port : IAnnouncements
    {
        private readonly Network network;

        public Port(Network network)
        {
            this.network = network;
            network.Ports.Add(this);
        }

        public event Action<string, Head, ActivityContext>? Heard;

        public void Hear(string stream, Head head) => Heard?.Invoke(stream, head, default);

        public void Announce(string stream, Head head, DateTimeOffset checkedAt, bool moved) => network.Send(stream, new(head, checkedAt), moved);

        public ValueTask<Announced?> FindAsync(string stream, CancellationToken cancellation) => new(network.Last);
    }
}
