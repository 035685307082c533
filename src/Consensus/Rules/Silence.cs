using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NatoServices.Consensus.Rules;

/// <summary>
/// A draft decision that is adopted unless a member breaks silence before the deadline: with the codes of the members when it was opened, the
/// first deadline and every extension, each later than the one before, the breaks in the order of entry, and how it ended other than by a
/// break; null while it is running or if it was broken.
/// </summary>
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

/// <summary>
/// The deadline of a silence: a moment with the UTC offset of its time zone, which is an IANA name or an offset. The reason is that of the
/// extension; empty for the first deadline.
/// </summary>
public sealed record Deadline(DateTimeOffset At, string TimeZone, string Reason, Stamp Recorded)
{
    /// <summary>The day of a decision at this moment, in UTC. The zone only affects how the deadline is shown.</summary>
    [JsonIgnore]
    public DateOnly Day => Today.Utc(At);
}

/// <summary>
/// A break of silence by a member. If it is confidential, member and reason are empty, and the seal is the SHA-256 of the confidential
/// text, in hexadecimal; otherwise the seal is null.
/// </summary>
public sealed record Break(string Member, string Reason, string? Seal, Stamp Recorded);

/// <summary>The end of a silence other than by a break: ADOPTED, by the entry of the decision and without a reason, or WITHDRAWN.</summary>
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
