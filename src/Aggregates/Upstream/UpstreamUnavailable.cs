namespace NatoServices.Aggregates;

/// <summary>A service that owns required facts does not answer, so nothing is decided.</summary>
[Refused(RefusalStatus.Unavailable, "OWNER_UNAVAILABLE")]
public sealed record UpstreamUnavailable(string Service) : Refusal(
    $"The {Service} service does not answer, and without it this cannot be answered either. Nothing was entered; try again.",
    ("service", Service));

/// <summary>
/// A service that owns required facts rejects a moment as future that has already passed here: its clock is behind. The problem is its
/// error message.
/// </summary>
[Refused(RefusalStatus.Unavailable, "OWNER_UNAVAILABLE")]
public sealed record UpstreamBehind(string Service, string Problem)
    : Refusal($"The clock of the {Service} service may be behind: {Problem} Nothing was entered; try again.", ("service", Service));
