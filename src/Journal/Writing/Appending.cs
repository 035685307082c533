namespace NatoServices.Journal.Writing;

/// <summary>Decides the result of an append, by the same rules for every engine; see <see cref="IJournal.AppendAsync"/>.</summary>
internal static class Appending
{
    /// <summary><paramref name="known"/> is the last entry with the same request id; null if the stream has none.</summary>
    public static Appended Decide(Append append, Head head, JournalEntry? known, DateTimeOffset now)
    {
        if (known is not null) return new Appended.RequestKnown(known);
        if (head.Revision != append.ExpectedRevision || !Follows(append, head)) return new Appended.Moved(head.Revision);

        // The clock may go back, recorded_at must not: "known at" depends on it, and nothing is recorded before it was due.
        var reached = now > head.RecordedAt ? now : head.RecordedAt;
        var recordedAt = Microseconds.ToMoment(Microseconds.From(append.DecidedAt > reached ? append.DecidedAt.Value : reached));
        return recordedAt >= append.Before ? new Appended.TooLate(recordedAt) : new Appended.Committed(Chain(append, head, recordedAt));
    }

    public static string IdOf(JournalEntry last, int place) => $"{last.Stream}@{last.Revision}#{place + 1}";

    /// <summary>Whether the stream's last entry is that of the append that this one was decided on; true if there is none.</summary>
    private static bool Follows(Append append, Head head) =>
        append.After is not { } before || (head.Revision > 0 && before.Hash.Span.SequenceEqual(head.Hash.Span));

    private static JournalEntry[] Chain(Append append, Head head, DateTimeOffset recordedAt)
    {
        var (revision, hash) = (head.Revision, head.Revision > 0 ? head.Hash : HashChain.Root(append.Stream));
        var entries = new JournalEntry[append.Entries.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var (kind, body, beside) = append.Entries[i];
            hash = HashChain.Next(hash.Span, ++revision, recordedAt, kind, append.Actor, body);
            var request = i == entries.Length - 1 ? append.Request : null;
            entries[i] = new(append.Stream, revision, recordedAt, kind, body, append.Actor, request, hash, beside);
        }
        return entries;
    }
}
