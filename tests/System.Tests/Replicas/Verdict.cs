using System.Runtime.CompilerServices;
using Nato.Consensus.V1;
using NatoServices.System.Tests.StandingToDecision;
using Record = NatoServices.System.Tests.StandingToDecision.Record;

namespace NatoServices.System.Tests.Replicas;

/// <summary>Holds what was promised against what the clients saw and what is on record about one selection.</summary>
internal sealed class Verdict
{
    /// <summary>
    /// How stale a reading without a token may be, as documented. No machine is too slow for that: whoever has known something for too
    /// long does not answer by it, however long it takes to ask again.
    /// </summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    private readonly List<(string Promise, string What)> wrong = [];

    private readonly string selection;

    private readonly Chronicle chronicle;

    private readonly Record record;

    private readonly IReadOnlyList<Written> writes;

    /// <summary>The ids of the positions that a standing shows, at each revision.</summary>
    private readonly List<string> model;

    private Verdict(string selection, Chronicle chronicle, Record record)
    {
        (this.selection, this.chronicle, this.record) = (selection, chronicle, record);
        writes = [.. chronicle.Writes.Where(w => w.Selection == selection)];
        model = Model(writes, record.Entries.Count);
    }

    /// <summary>All that is wrong, each in a sentence, under the promise that does not hold.</summary>
    public static async Task<IEnumerable<(string Promise, string What)>> OnAsync(
        string selection, Clients clients, Chronicle chronicle, IEnumerable<EntryWatcher> entries, IEnumerable<StandingWatcher> standings)
    {
        var verdict = new Verdict(selection, chronicle, await Record.ReadAsync(clients[0], selection));
        verdict.EveryWriteIsInTheRecordOnce();
        verdict.ReadingsAreAsFreshAsTheirTokens();
        verdict.ReadingsWithoutATokenAreStaleByTheBoundAtMost();
        verdict.ReadingsAreWhole();
        foreach (var watcher in entries) verdict.EveryEntryCameOnceInOrder(watcher);
        await verdict.ReplicasAgreeAsync(clients, standings);
        return verdict.wrong.Select(w => (w.Promise, $"{selection}: {w.What}"));
    }

    /// <summary>What is wrong with failures: none may be but where a replica had been ended.</summary>
    public static IEnumerable<(string Promise, string What)> OnFailures(Chronicle chronicle)
    {
        foreach (var failure in chronicle.Failures.Concat(chronicle.Cuts).Where(f => !chronicle.Outages.Any(o => Explains(o, f))))
            yield return (nameof(OnFailures), $"nobody had ended that replica: {failure}");
        foreach (var outage in chronicle.Outages.Where(o => o.Signal == BuiltProcess.Terminate))
        {
            if (outage.ExitCode != 0) yield return (nameof(OnFailures), $"told to stop, a replica ended with {outage.ExitCode}");
            // Watches that ran then; of those that were only being opened some find the door shut.
            foreach (var cut in chronicle.Cuts.Where(c => Explains(outage, c) && c.Began < outage.Began && c.Ended >= outage.Began))
                if (cut.Reason != "SERVICE_STOPPING") yield return (nameof(OnFailures), $"told to stop, a replica ended a watch otherwise: {cut}");
        }
    }

    /// <summary>Until when readings without a token may be behind what has been written by now.</summary>
    public static TimeSpan CaughtUp(Chronicle chronicle) =>
        chronicle.Writes.Select(w => w.Ended).Concat(chronicle.RosterWrites.Select(w => w.Ended)).Max() + Bound;

    private void EveryWriteIsInTheRecordOnce()
    {
        foreach (var write in writes)
        {
            var entered = record.Entries.Where(e => e.RequestId == write.Request).Select(e => e.Recorded.Revision).ToList();
            Demand(entered is [var revision] && revision == write.Revision, $"{write} is entered at [{string.Join(", ", entered)}]");
        }
        // The first entry opens the selection.
        Demand(record.Entries.Count == writes.Count + 1, $"{writes.Count} writes and the opening make {record.Entries.Count} entries");
    }

    private void ReadingsAreAsFreshAsTheirTokens()
    {
        foreach (var read in Reads) Demand(read.Found.IsAtLeast(read.AtLeast), $"it is older than its token: {read}");
    }

    private void ReadingsWithoutATokenAreStaleByTheBoundAtMost()
    {
        foreach (var read in Reads)
        {
            var before = read.Began - Bound;
            var newest = new Reached(
                writes.Where(w => w.Ended < before).Select(w => w.Revision).DefaultIfEmpty(0).Max(),
                chronicle.RosterWrites.Where(w => w.Ended < before).Select(w => w.Revision).DefaultIfEmpty(0).Max());
            Demand(read.Found.IsAtLeast(newest), $"{newest} was acknowledged before {before}, and this is older: {read}");
        }
    }

    private void ReadingsAreWhole()
    {
        foreach (var read in Reads) Demand(Shows(read.Found.Selection, read.Positions), $"it is not what the record says: {read}");
    }

    private void EveryEntryCameOnceInOrder(EntryWatcher watcher)
    {
        for (var n = 0; n < Math.Max(watcher.Entries.Count, record.Entries.Count); n++)
        {
            var (came, is_) = (watcher.Entries.ElementAtOrDefault(n), record.Entries.ElementAtOrDefault(n));
            if (Equals(came, is_)) continue;
            Demand(false, $"a watcher got {came?.Recorded} as its {n + 1}th entry, the record has {is_?.Recorded}");
            return;
        }
    }

    private async Task ReplicasAgreeAsync(Clients clients, IEnumerable<StandingWatcher> watchers)
    {
        var request = new GetStandingRequest { Selection = selection, Candidate = Council.Candidate, FullyConsistent = true };
        var last = await clients[0].GetStandingAsync(request);
        Demand(Reached.Of(last.RevisionToken, selection).Selection == record.Entries.Count, $"the standing rests on {last.RevisionToken}");
        Demand(Shows(record.Entries.Count, Clients.PositionsOf(last.Standing)), "the standing is not what the record says");
        for (var replica = 0; replica < clients.Count; replica++)
        {
            var check = await clients[replica].VerifyRecordAsync(new() { Selection = selection, FullyConsistent = true });
            Demand(
                check.Holds && check.Revision == record.Entries.Count && check.Hash == record.Entries[^1].Hash,
                $"its record does not hold: {check}");
            Demand((await clients[replica].GetStandingAsync(request)).Equals(last), $"replica {replica} has another standing");
            Demand((await clients.ReadAsync(selection, replica, "")).Equals(last), $"replica {replica} is behind after all is quiet");
        }
        foreach (var watcher in watchers)
        {
            var pairs = watcher.Standings.Zip(watcher.Standings.Skip(1));
            Demand(pairs.All(p => p.Second.Reached.IsAtLeast(p.First.Reached)), "a watcher was taken back");
            var shown = watcher.Standings.Select(s => (s.Reached.Selection, Clients.PositionsOf(s.Standing)));
            Demand(shown.All(s => Shows(s.Item1, s.Item2)), "a watched standing is not what the record says");
            Demand(Equals(watcher.Standings[^1].Standing, last.Standing), $"a watcher ended at {watcher.Standings[^1].Reached}");
        }
    }

    private IEnumerable<Read> Reads => chronicle.Reads.Where(r => r.Selection == selection);

    private bool Shows(long revision, string positions) => revision > 0 && revision < model.Count && model[(int)revision] == positions;

    /// <summary>An outage ends when the clients' channel is connected again: whatever begins later reaches the process.</summary>
    private static bool Explains(Outage outage, Failure failure) =>
        failure.Replica == outage.Replica && failure.Reason is "" or "SERVICE_STOPPING"
        && failure.Ended >= outage.Began && failure.Began <= outage.Ended;

    /// <summary>The newest position of each member counts.</summary>
    private static List<string> Model(IReadOnlyList<Written> writes, int revisions)
    {
        var newest = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var state in Council.States) newest[state] = "";
        var byRevision = writes.ToLookup(w => w.Revision);
        var model = new List<string>();
        for (var revision = 0; revision <= revisions; revision++)
        {
            foreach (var write in byRevision[revision]) newest[write.Member] = $"p{revision}";
            model.Add(string.Join(' ', newest.Values));
        }
        return model;
    }

    private void Demand(bool holds, string otherwise, [CallerMemberName] string promise = "")
    {
        if (!holds) wrong.Add((promise, otherwise));
    }
}
