using NatoServices.Journal.Writing;

namespace NatoServices.Journal.Postgres;

/// <summary>An append that waits for the writer; <paramref name="completing"/> is the due work that it completes, or null.</summary>
internal sealed class PostgresAppend(Append append, DueWork? completing, CancellationToken cancellation) : Operation<Appended?>(cancellation)
{
    private Head on;

    public Append Append => append;

    public DueWork? Completing => completing;

    public override int Size => append.Size;

    /// <summary>The result by the last ruling, if that holds at the commit; null if the lease of the work was lost.</summary>
    public Appended? Ruling { get; private set; }

    /// <summary>The entries to append by the last ruling; empty if the ruling is not to append.</summary>
    public IReadOnlyList<JournalEntry> Entries => Ruling is Appended.Committed { Entries: var entries } ? entries : [];

    /// <summary>
    /// The entries that were sent when the server's answer was lost, so that it is unknown whether they were committed. They are sent again
    /// unchanged: whichever attempt reaches the server, the entries are the same and are on record once.
    /// </summary>
    public LostEntries? Lost { get; private set; }

    public bool IsAnswered => Outcome.IsCompleted;

    /// <summary>
    /// Decides the result on the head after all earlier appends. <paramref name="known"/> is the last entry with its request id, on record
    /// or from an earlier append. <paramref name="looked"/> is null if the database was not queried.
    /// </summary>
    public void Rule(Head head, JournalEntry? known, Looked? looked, DateTimeOffset now)
    {
        if (Lost is { } made && looked?.Has(made.Entries[^1]) == true) Ruling = new Appended.Committed(made.Entries);
        else if (completing is not null && looked?.IsLost(completing) == true) Ruling = null;
        else if (known is null && Lost is { } lost && lost.WereOn(head)) Ruling = new Appended.Committed(lost.Entries);
        else Ruling = Appending.Decide(append, head, known, now);
        on = head;
        append.Progress.Hash = Entries is [.., var last] ? last.Hash : default;
    }

    /// <summary>The server's answer was lost: it is unknown whether the entries were committed.</summary>
    public void Lose()
    {
        if (Entries.Count > 0) Lost = new(on, Entries);
    }

    /// <summary>Returns the ruling to the caller; its entries must be durable.</summary>
    public void Acknowledge() => Answer(Ruling);
}

/// <summary>Entries of which it is unknown whether they are on record, and the head that they are based on.</summary>
internal sealed record LostEntries(Head On, IReadOnlyList<JournalEntry> Entries)
{
    public bool WereOn(Head head) => head.Revision == On.Revision && head.Hash.Span.SequenceEqual(On.Hash.Span);
}
