namespace NatoServices.Journal;

/// <summary>What came of a piece of due work.</summary>
public abstract record DueOutcome
{
    private DueOutcome() { }

    /// <summary>It is finished once its outcome is in the record, or at once if nothing is to be entered.</summary>
    /// <param name="Outcome">What is to be entered.</param>
    /// <param name="Entered">Is called with the last entry when this worker has entered it; null if nobody wants to know.</param>
    public sealed record Done(Append? Outcome, Action<JournalEntry>? Entered = null) : DueOutcome;

    /// <summary>It is neither finished nor failed: it comes again at that moment, its attempts counted from the beginning.</summary>
    public sealed record Again(DateTimeOffset At) : DueOutcome;
}
