using NatoServices.Consensus.Decisions;
using NatoServices.ServiceDefaults;
using Decision = Nato.Consensus.V1.Decision;

namespace NatoServices.Consensus.Handlers;

/// <summary>Reads decisions, each with the hash of the record at its entry.</summary>
internal sealed class DecisionReader(SelectionReader selections, AggregateStore<Selection, SelectionEvent> store, Timings timings)
{
    public static void Check(string selection, string decision, Violations violations)
    {
        violations.Id("selection", selection);
        if (decision is not "") violations.EntryId("decision", decision, 'd');
    }

    /// <summary>
    /// Reads a decision; an empty id means the one in force. Refused with <see cref="SelectionUnknown"/>, <see cref="DecisionUnknown"/> or
    /// <see cref="RevisionNotReached"/>.
    /// </summary>
    public async ValueTask<Answer<ReadDecision>> ReadAsync(string selection, string decision, Reading reading, CancellationToken cancellation)
    {
        var read = await selections.ReadAsync(selection, reading, cancellation);
        if (read.Refusal is not null) return read.Refusal;
        var found = DecisionWire.Find(read.Value!.State, decision, reading.KnownAt);
        if (found.Refusal is not null) return found.Refusal;
        return new ReadDecision(await ToWireAsync(read.Value, found.Value!, reading.KnownAt, cancellation), read.Value);
    }

    public async ValueTask<Decision> ToWireAsync(
        Snapshot<Selection> selection, TakenDecision decision, DateTimeOffset? knownAt, CancellationToken cancellation)
    {
        var revision = decision.Recorded.Revision;
        var entries = store.Journal.ReadAsync(selection.Stream, revision - 1, revision, cancellation);
        var hash = (await entries.SingleAsync(cancellation)).Hash;
        // At the interval of polling, a worker looks for work that another process entered.
        return DecisionWire.ToWire(selection.State, decision, hash, knownAt, timings.DueWork.PollInterval);
    }
}

internal sealed record ReadDecision(Decision Decision, Snapshot<Selection> Selection);
