using System.Globalization;
using NatoServices.Domain;

namespace NatoServices.Watching;

/// <summary>This process is stopping, so its watches end.</summary>
[Refused(RefusalStatus.Unavailable, "SERVICE_STOPPING")]
public sealed record ServiceStopping() : Refusal("This process is stopping. Resume the watch at another, after the last message that came.");

/// <summary>This process already serves the maximum number of watches.</summary>
[Refused(RefusalStatus.ResourceExhausted, "TOO_MANY_WATCHERS")]
public sealed record TooManyWatchers : Refusal
{
    /// <summary><paramref name="most"/> is the maximum number.</summary>
    public TooManyWatchers(int most) : base($"This process serves {most} watches already, as many as it may. Watch at another, or later.") =>
        Metadata = new Dictionary<string, string> { ["most"] = most.ToString(CultureInfo.InvariantCulture) };
}
