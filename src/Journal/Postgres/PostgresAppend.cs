using NatoServices.Journal.Writing;

namespace NatoServices.Journal.Postgres;

/// <summary>An append that waits for the writer, perhaps the outcome of due work.</summary>
/// <param name="append">The append.</param>
/// <param name="completing">The work that it completes; null if it completes none.</param>
/// <param name="cancellation">Cancels it, as long as it has not begun.</param>
internal sealed class PostgresAppend(Append append, DueWork? completing, CancellationToken cancellation) : Operation<Appended?>(cancellation)
{
    private Head on;

    public Append Append => append;

    public DueWork? Completing => completing;

    public override int Size => append.Size;

    /// <summary>What it comes to by the last ruling, if that holds; null if the lease of the work was lost.</summary>
    public Appended? Ruling { get; private set; }

    /// <summary>The entries that it comes to by the last ruling; none if it comes to anything else.</summary>
    public IReadOnlyList<JournalEntry> Entries => Ruling is Appended.Committed { Entries: var entries } ? entries : [];

    /// <summary>
    /// What was sent to the server when its answer was lost, and perhaps entered. It is sent again as it was: then it is the same entries
    /// whenever the server gets them, and they are on record once.
    /// </summary>
    public LostEntries? Lost { get; private set; }

    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsAnswered => Outcome.IsCompleted;

    /// <summary>Rules on what it comes to.</summary>
    /// <param name="head">The head of the stream after all that comes before it.</param>
    /// <param name="known">The last entry of its request, if that is on record or comes before it.</param>
    /// <param name="looked">What the database has; null if nobody looked.</param>
    /// <param name="now">This moment.</param>
    public void Rule(Head head, JournalEntry? known, Looked? looked, DateTimeOffset now)
    {
        if (Lost is { } made && looked?.Has(made.Entries[^1]) == true) Ruling = new Appended.Committed(made.Entries);
        else if (completing is not null && looked?.IsLost(completing) == true) Ruling = null;
        else if (known is null && Lost is { } lost && lost.WereOn(head)) Ruling = new Appended.Committed(lost.Entries);
        else Ruling = Appending.Decide(append, head, known, now);
        on = head;
        append.Progress.Hash = Entries is [.., var last] ? last.Hash : default;
    }

    /// <summary>Whether it was entered is not known: the answer was lost.</summary>
    public void Lose()
    {
        if (Entries.Count > 0) Lost = new(on, Entries);
    }

    /// <summary>What it was ruled to come to has come about.</summary>
    public void Acknowledge() => Answer(Ruling);
}

/// <summary>Entries of which it isn't known whether they are on record.</summary>
/// <param name="On">The head that they stand on.</param>
/// <param name="Entries">The entries.</param>
internal sealed record LostEntries(Head On, IReadOnlyList<JournalEntry> Entries)
{
    public bool WereOn(Head head) => head.Revision == On.Revision && head.Hash.Span.SequenceEqual(On.Hash.Span);
}
