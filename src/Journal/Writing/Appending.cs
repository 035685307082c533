namespace NatoServices.Journal.Writing;

/// <summary>What comes of an append: the same rules for every engine, see <see cref="IJournal.AppendAsync"/>.</summary>
internal static class Appending
{
    /// <param name="append">The append.</param>
    /// <param name="head">The head of its stream.</param>
    /// <param name="known">The last entry of its request, if the stream has it.</param>
    /// <param name="now">This moment.</param>
    public static Appended Decide(Append append, Head head, JournalEntry? known, DateTimeOffset now)
    {
        if (known is not null) return new Appended.RequestKnown(known);
        if (head.Revision != append.ExpectedRevision || !Follows(append, head)) return new Appended.Moved(head.Revision);

        // A clock may go back, the record may not: "as known at" depends on it, and what falls due is not entered before it did.
        var reached = now > head.RecordedAt ? now : head.RecordedAt;
        var recordedAt = Microseconds.ToMoment(Microseconds.From(append.DecidedAt > reached ? append.DecidedAt.Value : reached));
        return recordedAt >= append.Before ? new Appended.TooLate(recordedAt) : new Appended.Committed(Chain(append, head, recordedAt));
    }

    /// <summary>What an append's work is called.</summary>
    public static string IdOf(JournalEntry last, int place) => $"{last.Stream}@{last.Revision}#{place + 1}";

    /// <summary>Whether the last entry is that of the append that this one was decided on, if it was decided on one.</summary>
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
