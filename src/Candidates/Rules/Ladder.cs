namespace NatoServices.Candidates.Rules;

/// <summary>The status ladder: which status can follow which.</summary>
public static class Ladder
{
    /// <summary>The statuses that can follow a status, lowest first.</summary>
    public static IReadOnlyList<CandidacyStatus> After(CandidacyStatus status) => status switch
    {
        CandidacyStatus.Unspecified =>
            [CandidacyStatus.Mentioned, CandidacyStatus.Interested, CandidacyStatus.Declared, CandidacyStatus.Presented, CandidacyStatus.RuledOut],
        CandidacyStatus.Mentioned =>
            [CandidacyStatus.Interested, CandidacyStatus.Declared, CandidacyStatus.Presented, CandidacyStatus.RuledOut],
        CandidacyStatus.Interested => [CandidacyStatus.Declared, CandidacyStatus.Presented, CandidacyStatus.RuledOut],
        CandidacyStatus.Declared => [CandidacyStatus.Presented, CandidacyStatus.Withdrawn, CandidacyStatus.Appointed],
        CandidacyStatus.Presented => [CandidacyStatus.Withdrawn, CandidacyStatus.Appointed],
        // To come back, the person must declare again or a member must present the person.
        CandidacyStatus.RuledOut or CandidacyStatus.Withdrawn => [CandidacyStatus.Declared, CandidacyStatus.Presented],
        _ => [],
    };

    /// <summary>Whether a candidacy is active: started, and neither ended nor successful.</summary>
    public static bool IsActive(CandidacyStatus status) => status
        is CandidacyStatus.Mentioned or CandidacyStatus.Interested or CandidacyStatus.Declared or CandidacyStatus.Presented;

    /// <summary>Whether a step can follow the status before it and, if there is a later step, precede the status after it.</summary>
    public static bool Fits(CandidacyStatus before, CandidacyStatus step, CandidacyStatus? after) =>
        After(before).Contains(step) && (after is not { } next || After(step).Contains(next));

    /// <summary>The statuses that can be recorded at that place. Never APPOINTED, because Consensus decides appointments.</summary>
    public static IEnumerable<CandidacyStatus> Possible(CandidacyStatus before, CandidacyStatus? after) =>
        After(before).Where(step => step != CandidacyStatus.Appointed && Fits(before, step, after));

    /// <summary>The name in the contract, without its prefix, such as RULED_OUT.</summary>
    public static string Name(CandidacyStatus status) => status == CandidacyStatus.RuledOut ? "RULED_OUT" : status.ToString().ToUpperInvariant();
}
