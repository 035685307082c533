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
