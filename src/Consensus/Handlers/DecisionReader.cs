using NatoServices.Aggregates;
using NatoServices.Consensus.Decisions;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;
using Decision = Nato.Consensus.V1.Decision;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

/// <summary>Reads decisions, with the hash of the record at each.</summary>
internal sealed class DecisionReader(SelectionReader selections, AggregateStore<Selection, SelectionEvent> store)
{
    /// <summary>Notes what is wrong with the ids of a request for a decision.</summary>
    public static void Check(string selection, string decision, Violations violations)
    {
        violations.Id("selection", selection);
        if (decision is not "") violations.EntryId("decision", decision, 'd');
    }

    /// <summary>A decision; refused with <see cref="SelectionUnknown"/>, <see cref="DecisionUnknown"/> or <see cref="RevisionNotReached"/>.</summary>
    /// <param name="selection">The selection's id.</param>
    /// <param name="decision">The decision's id; empty for the one that is in force.</param>
    /// <param name="reading">As known when, and how fresh.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async ValueTask<Answer<ReadDecision>> ReadAsync(string selection, string decision, Reading reading, CancellationToken cancellation)
    {
        var read = await selections.ReadAsync(selection, reading, cancellation);
        if (read.Refusal is not null) return read.Refusal;
        var found = DecisionWire.Find(read.Value!.State, decision, reading.KnownAt);
        if (found.Refusal is not null) return found.Refusal;
        return new ReadDecision(await ToWireAsync(read.Value, found.Value!, reading.KnownAt, cancellation), read.Value);
    }

    /// <summary>A decision for a reply.</summary>
    public async ValueTask<Decision> ToWireAsync(
        Snapshot<Selection> selection, TakenDecision decision, DateTimeOffset? knownAt, CancellationToken cancellation)
    {
        var revision = decision.Recorded.Revision;
        var entries = store.Journal.ReadAsync(selection.Stream, revision - 1, revision, cancellation);
        return DecisionWire.ToWire(selection.State, decision, (await entries.SingleAsync(cancellation)).Hash, knownAt);
    }
}

/// <summary>A decision and the selection that it was read from.</summary>
internal sealed record ReadDecision(Decision Decision, Snapshot<Selection> Selection);
