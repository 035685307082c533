using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

/// <summary>Reads selections, and the records that they are made from.</summary>
internal sealed class SelectionReader(AggregateStore<Selection, SelectionEvent> store)
{
    /// <summary>A selection, as fresh as the reading wants it; refused with <see cref="SelectionUnknown"/> or <see cref="RevisionNotReached"/>.</summary>
    public async ValueTask<Answer<Snapshot<Selection>>> ReadAsync(string id, Reading reading, CancellationToken cancellation)
    {
        var selection = await store.ReadAsync(Selections.StreamOf(id), reading, cancellation);
        return selection.Refusal is null && !selection.Value!.State.IsKnownAt(reading.KnownAt) ? new SelectionUnknown(id) : selection;
    }

    /// <summary>The head of a record, which can be read even where no selection can be made of it; refused likewise.</summary>
    public async ValueTask<Answer<RecordEnd>> EndAsync(string id, long atLeast, CancellationToken cancellation)
    {
        var stream = Selections.StreamOf(id);
        var last = (await store.Journal.HeadAsync(stream, cancellation)).Revision;
        if (last == 0) return new SelectionUnknown(id);
        return last >= atLeast ? new RecordEnd(stream, last) : new RevisionNotReached(stream, atLeast, last);
    }
}

/// <summary>How far a record goes.</summary>
/// <param name="Stream">The record's stream.</param>
/// <param name="Revision">Its last revision.</param>
internal sealed record RecordEnd(string Stream, long Revision);
