namespace NatoServices.Consensus.Rules;

/// <summary>The selection does not exist, as known at the requested moment.</summary>
[Refused(RefusalStatus.NotFound, "SELECTION_UNKNOWN")]
public sealed record SelectionUnknown(string Selection)
    : Refusal($"There is no selection '{Selection}'.", ("selection", Selection));

/// <summary>A selection with this id already exists.</summary>
[Refused(RefusalStatus.AlreadyExists, "SELECTION_ALREADY_OPEN")]
public sealed record SelectionAlreadyOpen(string Selection)
    : Refusal($"There is a selection '{Selection}' already.", ("selection", Selection));

/// <summary>The selection is closed and accepts no more entries.</summary>
[Refused(RefusalStatus.FailedPrecondition, "SELECTION_CLOSED")]
public sealed record SelectionIsClosed(string Selection)
    : Refusal($"The selection '{Selection}' is closed: its record can be read, and nothing can be entered.", ("selection", Selection));

/// <summary>The candidate is not on the slate, as known at the requested moment.</summary>
[Refused(RefusalStatus.NotFound, "CANDIDATE_UNKNOWN")]
public sealed record CandidateUnknown(string Vacancy, string Candidate)
    : Refusal($"The slate of '{Vacancy}' has no candidate '{Candidate}'.", ("vacancy", Vacancy), ("candidate", Candidate));

/// <summary>The selection has no such position.</summary>
[Refused(RefusalStatus.NotFound, "POSITION_UNKNOWN")]
public sealed record PositionUnknown(string Selection, string Position)
    : Refusal($"The selection '{Selection}' has no position {Position}.", ("selection", Selection), ("position", Position));

/// <summary>The position is already retracted.</summary>
[Refused(RefusalStatus.FailedPrecondition, "POSITION_RETRACTED")]
public sealed record PositionAlreadyRetracted(string Position, long By)
    : Refusal($"Position {Position} was retracted by entry {By}.", ("position", Position), ("retracted_by", $"{By}"));

/// <summary>The position has no such condition.</summary>
[Refused(RefusalStatus.NotFound, "CONDITION_UNKNOWN")]
public sealed record ConditionUnknown(string Position, string Condition)
    : Refusal($"Position {Position} has no condition {Condition}.", ("position", Position), ("condition", Condition));

/// <summary>The condition is already discharged.</summary>
[Refused(RefusalStatus.FailedPrecondition, "CONDITION_DISCHARGED")]
public sealed record ConditionAlreadyDischarged(string Position, string Condition, long By)
    : Refusal(
        $"Condition {Condition} of position {Position} was discharged by entry {By}.",
        ("position", Position), ("condition", Condition), ("discharged_by", $"{By}"));

/// <summary>The electorate is empty on that day.</summary>
[Refused(RefusalStatus.FailedPrecondition, "NO_ELECTORATE")]
public sealed record NoElectorate(DateOnly Day)
    : Refusal($"Nobody is a member on {Day:yyyy-MM-dd}, and nobody's consensus is no standing.", ("as_of", $"{Day:yyyy-MM-dd}"));
