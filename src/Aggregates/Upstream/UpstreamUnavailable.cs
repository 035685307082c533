using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>A service that owns facts needed here did not answer: nothing is decided without it.</summary>
[Refused(RefusalStatus.Unavailable, "OWNER_UNAVAILABLE")]
public sealed record UpstreamUnavailable : Refusal
{
    /// <summary>Names the service.</summary>
    public UpstreamUnavailable(string service)
        : base($"The {service} service does not answer, and without it this cannot be answered either. Nothing was entered; try again.") =>
        Metadata = new Dictionary<string, string> { ["service"] = service };
}

/// <summary>A service that owns facts needed here has not come to a moment that has passed here: its clock is behind.</summary>
[Refused(RefusalStatus.Unavailable, "OWNER_UNAVAILABLE")]
public sealed record UpstreamBehind : Refusal
{
    /// <summary>Names the service, and what it said.</summary>
    public UpstreamBehind(string service, string problem)
        : base($"The clock of the {service} service may be behind: {problem} Nothing was entered; try again.") =>
        Metadata = new Dictionary<string, string> { ["service"] = service };
}
