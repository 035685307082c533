using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>There is no consensus to declare: members object or have undischarged conditions.</summary>
[Refused(RefusalStatus.FailedPrecondition, "CONSENSUS_BLOCKED")]
public sealed record ConsensusBlocked : Refusal
{
    internal ConsensusBlocked(IReadOnlyList<MemberLine> blocking)
        : base($"There is no consensus. {string.Join(' ', blocking.Select(Outstanding.Explain))}")
    {
        Metadata = new Dictionary<string, string>
        {
            ["members"] = Lines.Codes(blocking),
            ["objecting"] = Lines.Codes(blocking.Where(l => l.Bucket == Bucket.Objects)),
            ["conditional"] = Lines.Codes(blocking.Where(l => l.Undischarged.Count > 0)),
        };
    }
}

/// <summary>The selection is decided and accepts no more entries.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SELECTION_DECIDED")]
public sealed record SelectionIsDecided : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public SelectionIsDecided(string selection, TakenDecision decision)
        : base($"The selection '{selection}' has decided for {decision.Taken.CandidateName}, on {decision.Taken.DecidedOn:yyyy-MM-dd}: "
            + "its record can be read, and nothing can be entered unless it is reopened.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection, ["decision"] = decision.Id };
}

/// <summary>The selection is not decided.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SELECTION_NOT_DECIDED")]
public sealed record SelectionNotDecided : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public SelectionNotDecided(string selection) : base($"The selection '{selection}' has not decided: it is open.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection };
}

/// <summary>The selection has no such decision.</summary>
[Refused(RefusalStatus.NotFound, "DECISION_UNKNOWN")]
public sealed record DecisionUnknown : Refusal
{
    /// <summary>Creates the refusal for the requested decision; an empty id means the one in force.</summary>
    public DecisionUnknown(string selection, string decision)
        : base($"The selection '{selection}' has no decision {(decision is "" ? "in force" : decision)}.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection, ["decision"] = decision };
}

/// <summary>The selection was reopened after the requested decision, and another decision is in force.</summary>
[Refused(RefusalStatus.FailedPrecondition, "DECISION_NOT_IN_FORCE")]
public sealed record DecisionNotInForce : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public DecisionNotInForce(string selection, string decision, TakenDecision inForce)
        : base($"Decision {decision} of '{selection}' is not in force: {inForce.Id} is.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection, ["decision"] = decision, ["in_force"] = inForce.Id };
}

/// <summary>The Candidates service has not answered yet, so the outcome of the appointment is unknown.</summary>
[Refused(RefusalStatus.FailedPrecondition, "APPOINTMENT_PENDING")]
public sealed record AppointmentPending : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public AppointmentPending(string selection, TakenDecision decision)
        : base($"The Candidates service hasn't answered yet to the appointment by decision {decision.Id} of '{selection}'; try again when it has.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection, ["decision"] = decision.Id };
}

internal static class Lines
{
    public static string Codes(IEnumerable<MemberLine> lines) => string.Join(',', lines.Select(l => l.State.Code));

    public static string Name(IEnumerable<MemberLine> lines) => string.Join(", ", lines.Select(l => l.State.DisplayName));
}
