namespace NatoServices.Consensus.Rules;

/// <summary>There is no consensus to declare: members object or have undischarged conditions.</summary>
[Refused(RefusalStatus.FailedPrecondition, "CONSENSUS_BLOCKED")]
public sealed record ConsensusBlocked : Refusal
{
    internal ConsensusBlocked(IReadOnlyList<MemberLine> blocking)
        : base(
            $"There is no consensus. {string.Join(' ', blocking.Select(Outstanding.Explain))}",
            ("members", Lines.Codes(blocking)),
            ("objecting", Lines.Codes(blocking.Where(l => l.Bucket == Bucket.Objects))),
            ("conditional", Lines.Codes(blocking.Where(l => l.Undischarged.Count > 0))))
    {
    }
}

/// <summary>The selection is decided and accepts no more entries.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SELECTION_DECIDED")]
public sealed record SelectionIsDecided(string Selection, TakenDecision Decision)
    : Refusal(
        $"The selection '{Selection}' has decided for {Decision.Taken.CandidateName}, on {Decision.Taken.DecidedOn:yyyy-MM-dd}: "
        + "its record can be read, and nothing can be entered unless it is reopened.",
        ("selection", Selection), ("decision", Decision.Id));

/// <summary>The selection is not decided.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SELECTION_NOT_DECIDED")]
public sealed record SelectionNotDecided(string Selection)
    : Refusal($"The selection '{Selection}' has not decided: it is open.", ("selection", Selection));

/// <summary>The selection has no such decision.</summary>
[Refused(RefusalStatus.NotFound, "DECISION_UNKNOWN")]
public sealed record DecisionUnknown(string Selection, string Decision)
    : Refusal(
        $"The selection '{Selection}' has no decision {(Decision is "" ? "in force" : Decision)}.",
        ("selection", Selection), ("decision", Decision));

/// <summary>The selection was reopened after the requested decision, and another decision is in force.</summary>
[Refused(RefusalStatus.FailedPrecondition, "DECISION_NOT_IN_FORCE")]
public sealed record DecisionNotInForce(string Selection, string Decision, TakenDecision InForce)
    : Refusal(
        $"Decision {Decision} of '{Selection}' is not in force: {InForce.Id} is.",
        ("selection", Selection), ("decision", Decision), ("in_force", InForce.Id));

/// <summary>The Candidates service has not answered yet, so the outcome of the appointment is unknown.</summary>
[Refused(RefusalStatus.FailedPrecondition, "APPOINTMENT_PENDING")]
public sealed record AppointmentPending(string Selection, TakenDecision Decision)
    : Refusal(
        $"The Candidates service hasn't answered yet to the appointment by decision {Decision.Id} of '{Selection}'; try again when it has.",
        ("selection", Selection), ("decision", Decision.Id));

internal static class Lines
{
    public static string Codes(IEnumerable<MemberLine> lines) => string.Join(',', lines.Select(l => l.State.Code));

    public static string Name(IEnumerable<MemberLine> lines) => string.Join(", ", lines.Select(l => l.State.DisplayName));
}
