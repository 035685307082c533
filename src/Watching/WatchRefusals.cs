using System.Globalization;
using NatoServices.Domain;

namespace NatoServices.Watching;

/// <summary>This process stops, and its watches end with it.</summary>
[Refused(RefusalStatus.Unavailable, "SERVICE_STOPPING")]
public sealed record ServiceStopping() : Refusal("This process is stopping. Resume the watch at another, after the last message that came.");

/// <summary>This process serves as many watches as it may.</summary>
[Refused(RefusalStatus.ResourceExhausted, "TOO_MANY_WATCHERS")]
public sealed record TooManyWatchers : Refusal
{
    /// <summary>Names how many it serves.</summary>
    public TooManyWatchers(int most) : base($"This process serves {most} watches already, as many as it may. Watch at another, or later.") =>
        Metadata = new Dictionary<string, string> { ["most"] = most.ToString(CultureInfo.InvariantCulture) };
}
