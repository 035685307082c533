using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>The selection does not exist, as known at the requested moment.</summary>
[Refused(RefusalStatus.NotFound, "SELECTION_UNKNOWN")]
public sealed record SelectionUnknown : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public SelectionUnknown(string selection) : base($"There is no selection '{selection}'.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection };
}

/// <summary>A selection with this id already exists.</summary>
[Refused(RefusalStatus.AlreadyExists, "SELECTION_ALREADY_OPEN")]
public sealed record SelectionAlreadyOpen : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public SelectionAlreadyOpen(string selection) : base($"There is a selection '{selection}' already.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection };
}

/// <summary>The selection is closed and accepts no more entries.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SELECTION_CLOSED")]
public sealed record SelectionIsClosed : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public SelectionIsClosed(string selection) : base($"The selection '{selection}' is closed: its record can be read, and nothing can be entered.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection };
}

/// <summary>The candidate is not on the slate, as known at the requested moment.</summary>
[Refused(RefusalStatus.NotFound, "CANDIDATE_UNKNOWN")]
public sealed record CandidateUnknown : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public CandidateUnknown(string vacancy, string candidate) : base($"The slate of '{vacancy}' has no candidate '{candidate}'.") =>
        Metadata = new Dictionary<string, string> { ["vacancy"] = vacancy, ["candidate"] = candidate };
}

/// <summary>The selection has no such position.</summary>
[Refused(RefusalStatus.NotFound, "POSITION_UNKNOWN")]
public sealed record PositionUnknown : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public PositionUnknown(string selection, string position) : base($"The selection '{selection}' has no position {position}.") =>
        Metadata = new Dictionary<string, string> { ["selection"] = selection, ["position"] = position };
}

/// <summary>The position is already retracted.</summary>
[Refused(RefusalStatus.FailedPrecondition, "POSITION_RETRACTED")]
public sealed record PositionAlreadyRetracted : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public PositionAlreadyRetracted(string position, long by) : base($"Position {position} was retracted by entry {by}.") =>
        Metadata = new Dictionary<string, string> { ["position"] = position, ["retracted_by"] = $"{by}" };
}

/// <summary>The position has no such condition.</summary>
[Refused(RefusalStatus.NotFound, "CONDITION_UNKNOWN")]
public sealed record ConditionUnknown : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public ConditionUnknown(string position, string condition) : base($"Position {position} has no condition {condition}.") =>
        Metadata = new Dictionary<string, string> { ["position"] = position, ["condition"] = condition };
}

/// <summary>The condition is already discharged.</summary>
[Refused(RefusalStatus.FailedPrecondition, "CONDITION_DISCHARGED")]
public sealed record ConditionAlreadyDischarged : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public ConditionAlreadyDischarged(string position, string condition, long by)
        : base($"Condition {condition} of position {position} was discharged by entry {by}.") =>
        Metadata = new Dictionary<string, string> { ["position"] = position, ["condition"] = condition, ["discharged_by"] = $"{by}" };
}

/// <summary>The electorate is empty on that day.</summary>
[Refused(RefusalStatus.FailedPrecondition, "NO_ELECTORATE")]
public sealed record NoElectorate : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public NoElectorate(DateOnly day) : base($"Nobody is a member on {day:yyyy-MM-dd}, and nobody's consensus is no standing.") =>
        Metadata = new Dictionary<string, string> { ["as_of"] = $"{day:yyyy-MM-dd}" };
}
