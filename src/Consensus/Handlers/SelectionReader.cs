namespace NatoServices.Consensus.Handlers;

internal sealed class SelectionReader(AggregateStore<Selection, SelectionEvent> store)
{
    /// <summary>Checks the fields of a reading of the record: the selection and a revision of it.</summary>
    public static void CheckRecord(string selection, string field, long revision, Violations violations)
    {
        violations.Id("selection", selection);
        violations.Require(revision >= 0, field, $"must be at least 0, is {revision}");
    }

    /// <summary>Reads a selection. Refused with <see cref="SelectionUnknown"/> or <see cref="RevisionNotReached"/>.</summary>
    public async ValueTask<Answer<Snapshot<Selection>>> ReadAsync(string id, Reading reading, CancellationToken cancellation)
    {
        var selection = await store.ReadAsync(Selections.StreamOf(id), reading, cancellation);
        return selection.Refusal is null && !selection.Value!.State.IsKnownAt(reading.KnownAt) ? new SelectionUnknown(id) : selection;
    }

    /// <summary>Reads the head of a record, even if the record is corrupt. Refused like <see cref="ReadAsync"/>.</summary>
    public async ValueTask<Answer<RecordEnd>> EndAsync(string id, long atLeast, CancellationToken cancellation)
    {
        var stream = Selections.StreamOf(id);
        var last = (await store.Journal.HeadAsync(stream, cancellation)).Revision;
        if (last == 0) return new SelectionUnknown(id);
        return last >= atLeast ? new RecordEnd(stream, last) : new RevisionNotReached(stream, atLeast, last);
    }
}

internal sealed record RecordEnd(string Stream, long Revision);
