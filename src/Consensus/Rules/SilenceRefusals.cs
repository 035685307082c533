namespace NatoServices.Consensus.Rules;

/// <summary>The selection has no such silence.</summary>
[Refused(RefusalStatus.NotFound, "SILENCE_UNKNOWN")]
public sealed record SilenceUnknown(string Selection, string Silence)
    : Refusal($"The selection '{Selection}' has no silence {Silence}.", ("selection", Selection), ("silence", Silence));

/// <summary>A silence is running, so nothing else can be decided.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SILENCE_RUNS")]
public sealed record SilenceRuns(Silence Silence)
    : Refusal(
        $"Silence {Silence.Id} runs until {Term.Show(Silence.Deadline.At)}: let it run out, or withdraw it, first.",
        ("silence", Silence.Id), ("candidate", Silence.Candidate), ("deadline", Term.Show(Silence.Deadline.At)));

/// <summary>The silence has ended or its deadline has passed. The deadline itself is too late.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SILENCE_ENDED")]
public sealed record SilenceEnded : Refusal
{
    /// <summary>Creates the refusal with the ended silence and the one that is running now; null if none is.</summary>
    public SilenceEnded(Silence silence, Silence? running)
        : base(
            running is null ? Say(silence) : $"{Say(silence)} Silence {running.Id} runs now.",
            [
                ("silence", silence.Id), ("state", Names.Of(silence.StateAt(null))), ("deadline", Term.Show(silence.Deadline.At)),
                .. running is null ? Array.Empty<(string, string)>() : [("running", running.Id)],
            ])
    {
    }

    private static string Say(Silence silence) => silence.StateAt(null) switch
    {
        SilenceState.Withdrawn => $"Silence {silence.Id} was withdrawn: {silence.End!.Reason}",
        SilenceState.Broken => $"Silence {silence.Id} was broken before its deadline, {Term.Show(silence.Deadline.At)}.",
        _ => $"It is too late: silence {silence.Id} ran out at {Term.Show(silence.Deadline.At)}, and nobody had broken it.",
    };
}

/// <summary>The deadline has passed, and the outcome is not recorded yet.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SILENCE_RAN_OUT")]
public sealed record SilenceHasRunOut(Silence Silence)
    : Refusal(
        $"Silence {Silence.Id} ran out at {Term.Show(Silence.Deadline.At)}. Its outcome is being entered, which may wait for Members or "
        + "Candidates; until then nothing else is. Try again.",
        ("silence", Silence.Id), ("deadline", Term.Show(Silence.Deadline.At)));

/// <summary>The member has already broken this silence.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SILENCE_BROKEN_BEFORE")]
public sealed record SilenceBrokenBefore(Silence Silence, Break Before)
    : Refusal(
        $"{Before.Member} broke silence {Silence.Id} by entry {Before.Recorded.Revision}.",
        ("silence", Silence.Id), ("member", Before.Member), ("broken_by", $"{Before.Recorded.Revision}"));

/// <summary>No decision on the candidate is possible.</summary>
/// <param name="Why">The reason: the vacancy is filled, or the status of the candidacy.</param>
/// <param name="Message">The reason and, if there is one, the alternative.</param>
public abstract record NotStanding(string Why, string Message) : Refusal(Message);

/// <summary>The candidate is not DECLARED or PRESENTED.</summary>
[Refused(RefusalStatus.FailedPrecondition, "CANDIDATE_NOT_STANDING")]
public sealed record CandidateNotStanding : NotStanding
{
    /// <summary>Creates the refusal.</summary>
    public CandidateNotStanding(Candidate candidate, DateOnly day)
        : base(Say(candidate, day), $"{Say(candidate, day)} Only who is DECLARED or PRESENTED can be decided on.") =>
        Metadata = new Dictionary<string, string>
        {
            ["candidate"] = candidate.Id,
            ["status"] = Names.Of(candidate.On(day)?.Status ?? CandidacyStatus.Unspecified),
        };

    private static string Say(Candidate candidate, DateOnly day) => candidate.On(day) is { } step
        ? $"The candidacy of {candidate.Name} is {Names.Of(step.Status)} since {step.Date}."
        : $"Nothing is recorded of the candidacy of {candidate.Name} by {day:yyyy-MM-dd}.";
}

/// <summary>The vacancy is already filled.</summary>
[Refused(RefusalStatus.FailedPrecondition, "VACANCY_FILLED")]
public sealed record VacancyIsFilled : NotStanding
{
    /// <summary>Creates the refusal.</summary>
    public VacancyIsFilled(Vacancy vacancy) : base(Say(vacancy), Say(vacancy)) =>
        Metadata = new Dictionary<string, string> { ["vacancy"] = vacancy.Id, ["appointed"] = vacancy.Appointed };

    private static string Say(Vacancy vacancy) => $"The vacancy '{vacancy.Id}' is filled: '{vacancy.Appointed}' was appointed.";
}

/// <summary>A delegation objects, so no silence can be opened.</summary>
[Refused(RefusalStatus.FailedPrecondition, "OBJECTION_STANDS")]
public sealed record ObjectionStands : Refusal
{
    internal ObjectionStands(IReadOnlyList<MemberLine> objecting)
        : base($"The delegation of {Lines.Name(objecting)} objects: no silence can be opened while that stands.") =>
        Metadata = new Dictionary<string, string> { ["members"] = Lines.Codes(objecting) };
}
