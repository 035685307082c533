using NatoServices.Domain;

namespace NatoServices.Candidates.Rules;

/// <summary>The status ladder: which step can follow which.</summary>
public static class Ladder
{
    /// <summary>The steps that can follow a status, lowest first.</summary>
    public static IReadOnlyList<CandidacyStatus> After(CandidacyStatus status) => status switch
    {
        CandidacyStatus.Unspecified =>
            [CandidacyStatus.Mentioned, CandidacyStatus.Interested, CandidacyStatus.Declared, CandidacyStatus.Presented, CandidacyStatus.RuledOut],
        CandidacyStatus.Mentioned =>
            [CandidacyStatus.Interested, CandidacyStatus.Declared, CandidacyStatus.Presented, CandidacyStatus.RuledOut],
        CandidacyStatus.Interested => [CandidacyStatus.Declared, CandidacyStatus.Presented, CandidacyStatus.RuledOut],
        CandidacyStatus.Declared => [CandidacyStatus.Presented, CandidacyStatus.Withdrawn, CandidacyStatus.Appointed],
        CandidacyStatus.Presented => [CandidacyStatus.Withdrawn, CandidacyStatus.Appointed],
        // Back only by an act of one's own or of a member.
        CandidacyStatus.RuledOut or CandidacyStatus.Withdrawn => [CandidacyStatus.Declared, CandidacyStatus.Presented],
        _ => [],
    };

    /// <summary>Whether somebody is in the running: spoken of or standing, neither out nor appointed.</summary>
    public static bool IsActive(CandidacyStatus status) => status
        is CandidacyStatus.Mentioned or CandidacyStatus.Interested or CandidacyStatus.Declared or CandidacyStatus.Presented;

    /// <summary>Whether a step fits after one status and, if something later is recorded already, before another.</summary>
    public static bool Fits(CandidacyStatus before, CandidacyStatus step, CandidacyStatus? after) =>
        After(before).Contains(step) && (after is not { } next || After(step).Contains(next));

    /// <summary>What can be recorded at that place. An appointment can't be: it is decided elsewhere and only marked here.</summary>
    public static IEnumerable<CandidacyStatus> Possible(CandidacyStatus before, CandidacyStatus? after) =>
        After(before).Where(step => step != CandidacyStatus.Appointed && Fits(before, step, after));

    /// <summary>The name in the contract, without its prefix: RULED_OUT.</summary>
    public static string Name(CandidacyStatus status) => status == CandidacyStatus.RuledOut ? "RULED_OUT" : status.ToString().ToUpperInvariant();
}
