using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>A service that owns required facts does not answer, so nothing is decided.</summary>
[Refused(RefusalStatus.Unavailable, "OWNER_UNAVAILABLE")]
public sealed record UpstreamUnavailable : Refusal
{
    /// <summary>The <paramref name="service"/> does not answer.</summary>
    public UpstreamUnavailable(string service)
        : base($"The {service} service does not answer, and without it this cannot be answered either. Nothing was entered; try again.") =>
        Metadata = new Dictionary<string, string> { ["service"] = service };
}

/// <summary>A service that owns required facts rejects a moment as future that has already passed here: its clock is behind.</summary>
[Refused(RefusalStatus.Unavailable, "OWNER_UNAVAILABLE")]
public sealed record UpstreamBehind : Refusal
{
    /// <summary>The clock of the <paramref name="service"/> may be behind; <paramref name="problem"/> is its error message.</summary>
    public UpstreamBehind(string service, string problem)
        : base($"The clock of the {service} service may be behind: {problem} Nothing was entered; try again.") =>
        Metadata = new Dictionary<string, string> { ["service"] = service };
}
