namespace NatoServices.Journal;

/// <summary>The outcome of a piece of due work.</summary>
public abstract record DueOutcome
{
    private DueOutcome() { }

    /// <summary>The work is finished. It is removed with the append of its outcome, or at once if there is nothing to append.</summary>
    /// <param name="Outcome">The entries to append; null for none.</param>
    /// <param name="Entered">Called with the last entry after this worker has appended the outcome; null if not needed.</param>
    public sealed record Done(Append? Outcome, Action<JournalEntry>? Entered = null) : DueOutcome;

    /// <summary>The work is neither finished nor failed. It is due again at <paramref name="At"/>, its attempts reset to zero.</summary>
    public sealed record Again(DateTimeOffset At) : DueOutcome;
}
