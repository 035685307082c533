using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>A draft decision that is adopted unless a member breaks silence before the deadline.</summary>
/// <param name="Candidate">The candidate's id.</param>
/// <param name="Text">The draft decision.</param>
/// <param name="Opened">The stamp of the entry.</param>
/// <param name="Electorate">The codes of the members when the silence was opened.</param>
/// <param name="Deadlines">The first deadline and every extension; each is later than the one before.</param>
/// <param name="Breaks">The breaks, in the order of entry.</param>
/// <param name="End">How the silence ended other than by a break; null while it is running or if it was broken.</param>
public sealed record Silence(
    string Candidate, string Text, Stamp Opened, ImmutableArray<string> Electorate, ImmutableList<Deadline> Deadlines,
    ImmutableList<Break> Breaks, SilenceEnd? End = null)
{
    /// <summary>The id in the selection: "s" and the revision of the entry.</summary>
    [JsonIgnore]
    public string Id => $"s{Opened.Revision}";

    /// <summary>The current deadline.</summary>
    [JsonIgnore]
    public Deadline Deadline => Deadlines[^1];

    /// <summary>Whether the silence has neither ended nor been broken.</summary>
    [JsonIgnore]
    public bool IsRunning => StateAt(null) == SilenceState.UnderSilence;

    /// <summary>Whether a moment is too late to break, extend or withdraw the silence. The deadline itself is too late.</summary>
    public bool HasRunOutAt(DateTimeOffset moment) => moment >= Deadline.At;

    /// <summary>The deadline as known at a moment.</summary>
    public Deadline DeadlineAt(DateTimeOffset? knownAt) => Deadlines.Last(d => d.Recorded.IsKnownAt(knownAt));

    /// <summary>The state as known at a moment.</summary>
    public SilenceState StateAt(DateTimeOffset? knownAt) =>
        End is not null && End.Recorded.IsKnownAt(knownAt) ? End.State
        : Breaks.Any(b => b.Recorded.IsKnownAt(knownAt)) ? SilenceState.Broken
        : SilenceState.UnderSilence;
}

/// <summary>The deadline of a silence.</summary>
/// <param name="At">The moment, with the UTC offset of the time zone at that moment.</param>
/// <param name="TimeZone">The zone in which it is shown: an IANA name or an offset.</param>
/// <param name="Reason">The reason for the extension; empty for the first deadline.</param>
/// <param name="Recorded">The stamp of the entry.</param>
public sealed record Deadline(DateTimeOffset At, string TimeZone, string Reason, Stamp Recorded)
{
    /// <summary>The day of a decision at this moment, in UTC. The zone only affects how the deadline is shown.</summary>
    [JsonIgnore]
    public DateOnly Day => Today.Utc(At);
}

/// <summary>A break of silence by a member.</summary>
/// <param name="Member">The member's code; empty if the break is confidential.</param>
/// <param name="Reason">The member's reason; empty if the break is confidential.</param>
/// <param name="Seal">SHA-256 of the confidential text, in hexadecimal; null if the break is not confidential.</param>
/// <param name="Recorded">The stamp of the entry.</param>
public sealed record Break(string Member, string Reason, string? Seal, Stamp Recorded);

/// <summary>The end of a silence other than by a break.</summary>
/// <param name="State">ADOPTED or WITHDRAWN.</param>
/// <param name="Reason">Why the silence was withdrawn; empty if the draft was adopted.</param>
/// <param name="Recorded">The stamp of the entry; if the draft was adopted, that of the decision.</param>
public sealed record SilenceEnd(SilenceState State, string Reason, Stamp Recorded);

/// <summary>The state of a silence procedure. Numbered as in the gRPC contract.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SilenceState>))]
public enum SilenceState
{
    /// <summary>Not a state of a silence.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>The silence is running.</summary>
    [JsonStringEnumMemberName("UNDER_SILENCE")]
    UnderSilence = 1,

    /// <summary>Nobody broke the silence, and the draft became a decision.</summary>
    [JsonStringEnumMemberName("ADOPTED")]
    Adopted = 2,

    /// <summary>A member broke the silence.</summary>
    [JsonStringEnumMemberName("BROKEN")]
    Broken = 3,

    /// <summary>The silence ended without a break and without a decision, for example because it was withdrawn.</summary>
    [JsonStringEnumMemberName("WITHDRAWN")]
    Withdrawn = 4,
}
