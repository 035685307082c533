using NatoServices.Journal.Writing;

namespace NatoServices.Journal.Postgres;

/// <summary>An append that waits for the writer, perhaps the outcome of due work.</summary>
/// <param name="append">The append.</param>
/// <param name="completing">The work that it completes; null if it completes none.</param>
/// <param name="cancellation">Cancels it, as long as it has not begun.</param>
internal sealed class PostgresAppend(Append append, DueWork? completing, CancellationToken cancellation) : Operation<Appended?>(cancellation)
{
    public Append Append => append;

    public DueWork? Completing => completing;

    public override int Size => append.Size;

    /// <summary>What it comes to by the last ruling, if that holds; null if the lease of the work was lost.</summary>
    public Appended? Ruling { get; private set; }

    /// <summary>
    /// What was last sent to the server to be entered, and the head that it stands on: whether that came about may not be known. It is
    /// sent again as it was, for then it is the same entries whenever the server got them, and they are on record once.
    /// </summary>
    public Sent? LastSent { get; private set; }

    /// <summary>Rules on what it comes to.</summary>
    /// <param name="head">The head of the stream after all that comes before it.</param>
    /// <param name="known">The last entry of its request, if that is on record or comes before it.</param>
    /// <param name="looked">What the database has; null if nobody looked.</param>
    /// <param name="now">This moment.</param>
    public void Rule(Head head, JournalEntry? known, Looked? looked, DateTimeOffset now)
    {
        if (LastSent is { } made && looked?.Has(made.Entries[^1]) == true) Ruling = new Appended.Committed(made.Entries);
        else if (completing is not null && looked?.IsLost(completing) == true) Ruling = null;
        else if (known is null && LastSent is { } sent && sent.IsOn(head)) Ruling = new Appended.Committed(sent.Entries);
        else Ruling = Appending.Decide(append, head, known, now);
        append.Carriage.Hash = Ruling is Appended.Committed { Entries: [.., var last] } ? last.Hash : default;
    }

    /// <summary>It is about to be sent.</summary>
    /// <param name="head">The head that it stands on.</param>
    public void Send(Head head) => LastSent = new(head, ((Appended.Committed)Ruling!).Entries);

    /// <summary>What it was ruled to come to has come about.</summary>
    public void Acknowledge() => Answer(Ruling);
}

/// <summary>Entries that were sent to the server.</summary>
/// <param name="On">The head that they stand on.</param>
/// <param name="Entries">The entries.</param>
internal sealed record Sent(Head On, IReadOnlyList<JournalEntry> Entries)
{
    public bool IsOn(Head head) => head.Revision == On.Revision && head.Hash.Span.SequenceEqual(On.Hash.Span);
}
