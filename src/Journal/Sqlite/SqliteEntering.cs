using NatoServices.Journal.Writing;

namespace NatoServices.Journal.Sqlite;

/// <summary>Appends in a transaction in which nobody else writes, so each append reads what it needs and then writes.</summary>
internal static class SqliteEntering
{
    /// <summary>Appends all entries or none; see <see cref="IJournal.AppendAsync"/> and <see cref="IJournal.CompleteAsync"/>.</summary>
    /// <returns>Null if the lease of the completed work was lost.</returns>
    public static async Task<Appended?> EnterAsync(this Session session, KnownHeads heads, Append append, DueWork? completing)
    {
        if (completing is not null && !await session.HoldsAsync(completing)) return null;
        var head = heads[append.Stream] ?? await session.HeadAsync(append.Stream);
        var known = append.Request is { } request ? await session.FindRequestAsync(append.Stream, request.Id) : null;
        var appended = Appending.Decide(append, head, known, Microseconds.ToMoment(session.Now));
        if (appended is not Appended.Committed { Entries: var entries }) return appended;

        foreach (var entry in entries) await session.AddAsync(entry);
        for (var i = 0; i < append.Due.Count; i++) await session.AddDueAsync(append.Due[i], Appending.IdOf(entries[^1], i), append);
        if (completing is not null) await session.RemoveAsync(completing);
        append.Progress.Hash = entries[^1].Hash;
        heads.Learn(append.Stream, Head.At(entries[^1]));
        return appended;
    }

    private static Task<int> AddAsync(this Session session, JournalEntry entry) =>
        session.ExecuteAsync(
            $"INSERT INTO entries ({EntrySql.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            entry.Stream, entry.Revision, Microseconds.From(entry.RecordedAt), entry.Kind, entry.Body, entry.Actor,
            entry.Request?.Id, entry.Request?.Fingerprint.ToArray(), entry.Hash.ToArray(), entry.Sealed);

    private static Task<int> AddDueAsync(this Session session, NewDueWork due, string id, Append append) =>
        session.ExecuteAsync(
            "INSERT INTO due_work (id, stream, kind, due_at, body, trace) VALUES ($1, $2, $3, $4, $5, $6)",
            id, append.Stream, due.Kind, Microseconds.From(due.DueAt), due.Body, append.Trace);
}
