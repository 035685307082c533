using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>Members object or ask for something that is not met: there is no consensus to declare.</summary>
[Refused(RefusalStatus.FailedPrecondition, "CONSENSUS_BLOCKED")]
public sealed record ConsensusBlocked : Refusal
{
    /// <summary>Names them.</summary>
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

/// <summary>The selection has decided and takes no more entries.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SELECTION_DECIDED")]
public sealed record SelectionIsDecided : Refusal
{
    /// <summary>Names the decision.</summary>
    public SelectionIsDecided(string selection, TakenDecision decision)
        : base($"The selection '{selection}' has decided for {decision.Taken.CandidateName}, on {decision.Taken.DecidedOn:yyyy-MM-dd}: "
            + "its record can be read, and nothing can be entered unless it is reopened.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection, ["decision"] = decision.Id };
}

/// <summary>The selection has not decided.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SELECTION_NOT_DECIDED")]
public sealed record SelectionNotDecided : Refusal
{
    /// <summary>Names it.</summary>
    public SelectionNotDecided(string selection) : base($"The selection '{selection}' has not decided: it is open.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection };
}

/// <summary>The selection has no such decision.</summary>
[Refused(RefusalStatus.NotFound, "DECISION_UNKNOWN")]
public sealed record DecisionUnknown : Refusal
{
    /// <summary>Names what was asked for; an empty id asks for the one in force.</summary>
    public DecisionUnknown(string selection, string decision)
        : base($"The selection '{selection}' has no decision {(decision is "" ? "in force" : decision)}.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection, ["decision"] = decision };
}

/// <summary>The selection was reopened after that decision before, and another is in force.</summary>
[Refused(RefusalStatus.FailedPrecondition, "DECISION_NOT_IN_FORCE")]
public sealed record DecisionNotInForce : Refusal
{
    /// <summary>Names both.</summary>
    public DecisionNotInForce(string selection, string decision, TakenDecision inForce)
        : base($"Decision {decision} of '{selection}' is not in force: {inForce.Id} is.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection, ["decision"] = decision, ["in_force"] = inForce.Id };
}

/// <summary>The appointment is on its way: whether it comes to pass is not known yet.</summary>
[Refused(RefusalStatus.FailedPrecondition, "APPOINTMENT_PENDING")]
public sealed record AppointmentPending : Refusal
{
    /// <summary>Names the decision.</summary>
    public AppointmentPending(string selection, TakenDecision decision)
        : base($"The Candidates service hasn't answered yet to the appointment by decision {decision.Id} of '{selection}'; try again when it has.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection, ["decision"] = decision.Id };
}

/// <summary>Members by what stands in their lines.</summary>
internal static class Lines
{
    public static string Codes(IEnumerable<MemberLine> lines) => string.Join(',', lines.Select(l => l.State.Code));

    public static string Name(IEnumerable<MemberLine> lines) => string.Join(", ", lines.Select(l => l.State.DisplayName));
}
