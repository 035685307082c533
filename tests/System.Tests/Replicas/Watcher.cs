using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.System.Tests.StandingToDecision;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.System.Tests.Replicas;

/// <summary>Watches at a replica; when that watch is cut, it resumes at the next.</summary>
internal abstract class Watcher<TMessage>(string selection, int home, Clients clients, Chronicle chronicle)
{
    public string Selection => selection;

    /// <summary>How far it has come.</summary>
    public abstract long Revision { get; }

    public async Task RunAsync(CancellationToken end)
    {
        for (var replica = home; !end.IsCancellationRequested; replica = (replica + 1) % clients.Count)
        {
            var opened = chronicle.Now;
            TimeSpan? first = null;
            try
            {
                using var watch = Open(clients[replica], end);
                await foreach (var message in watch.ResponseStream.ReadAllAsync(CancellationToken.None))
                {
                    first ??= Begin(replica);
                    Hear(message);
                }
                throw new RpcException(new(StatusCode.OK, "It ended without a reason."));
            }
            catch (RpcException) when (end.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException cut)
            {
                // Without a first message nothing was watched: then it is a call that was not answered.
                (first is null ? chronicle.Failures : chronicle.Cuts).Enqueue(clients.FailureOf(cut, GetType().Name, replica, first ?? opened));
            }
            finally
            {
                if (first is not null) chronicle.Watches.AddOrUpdate(replica, 0, (_, running) => running - 1);
            }
            // Nothing depends on its length.
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private TimeSpan Begin(int replica)
    {
        var began = chronicle.Now;
        chronicle.Watches.AddOrUpdate(replica, 1, (_, running) => running + 1);
        return began;
    }

    protected abstract AsyncServerStreamingCall<TMessage> Open(ConsensusClient consensus, CancellationToken end);

    protected abstract void Hear(TMessage message);
}

/// <summary>Watches a record: every entry is to come exactly once, in order.</summary>
internal sealed class EntryWatcher(string selection, int home, Clients clients, Chronicle chronicle)
    : Watcher<WatchEntriesResponse>(selection, home, clients, chronicle)
{
    private long last;

    public List<RecordEntry> Entries { get; } = [];

    public override long Revision => Volatile.Read(ref last);

    protected override AsyncServerStreamingCall<WatchEntriesResponse> Open(ConsensusClient consensus, CancellationToken end) =>
        consensus.WatchEntries(new() { Selection = Selection, AfterRevision = last }, cancellationToken: end);

    protected override void Hear(WatchEntriesResponse message)
    {
        if (message.Entry is { } entry) Entries.Add(entry);
        Volatile.Write(ref last, message.Revision);
    }
}

/// <summary>Watches a standing: some may be skipped, and none that is older may come.</summary>
internal sealed class StandingWatcher(string selection, int home, Clients clients, Chronicle chronicle)
    : Watcher<WatchStandingResponse>(selection, home, clients, chronicle)
{
    private string token = "";

    public List<(Reached Reached, Standing Standing)> Standings { get; } = [];

    public override long Revision => Reached.Selection;

    /// <summary>How far both records had come that its newest standing rests on.</summary>
    public Reached Reached => Reached.Of(Volatile.Read(ref token), Selection);

    protected override AsyncServerStreamingCall<WatchStandingResponse> Open(ConsensusClient consensus, CancellationToken end) =>
        consensus.WatchStanding(new() { Selection = Selection, Candidate = Council.Candidate, ResumeAfter = token }, cancellationToken: end);

    protected override void Hear(WatchStandingResponse message)
    {
        if (message.Standing is { } standing) Standings.Add((Reached.Of(message.RevisionToken, Selection), standing));
        Volatile.Write(ref token, message.RevisionToken);
    }
}
