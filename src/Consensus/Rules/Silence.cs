using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>A draft decision that is adopted unless a member breaks silence before the deadline.</summary>
/// <param name="Candidate">The candidate's id.</param>
/// <param name="Text">The draft decision.</param>
/// <param name="Opened">Its entry.</param>
/// <param name="Electorate">Who was MEMBER when it was opened, by code.</param>
/// <param name="Deadlines">The deadline it was opened with, and every extension after it; each is later than the one before.</param>
/// <param name="Breaks">Who broke it, in the order of entry.</param>
/// <param name="End">How else it ended; null while it runs, or if it was broken.</param>
public sealed record Silence(
    string Candidate, string Text, Stamp Opened, ImmutableArray<string> Electorate, ImmutableList<Deadline> Deadlines,
    ImmutableList<Break> Breaks, SilenceEnd? End = null)
{
    /// <summary>Its id in the selection: s and the revision of its entry.</summary>
    [JsonIgnore]
    public string Id => $"s{Opened.Revision}";

    /// <summary>The deadline that holds, by all that is known.</summary>
    [JsonIgnore]
    public Deadline Deadline => Deadlines[^1];

    /// <summary>Whether it has neither ended nor been broken.</summary>
    [JsonIgnore]
    public bool IsRunning => StateAt(null) == SilenceState.UnderSilence;

    /// <summary>Whether a moment is too late to break, extend or withdraw it: the deadline itself is.</summary>
    public bool HasRunOutAt(DateTimeOffset moment) => moment >= Deadline.At;

    /// <summary>The deadline that held by what was known at a moment.</summary>
    public Deadline DeadlineAt(DateTimeOffset? knownAt) => Deadlines.Last(d => d.Recorded.IsKnownAt(knownAt));

    /// <summary>Its state by what was known at a moment.</summary>
    public SilenceState StateAt(DateTimeOffset? knownAt) =>
        End is not null && End.Recorded.IsKnownAt(knownAt) ? End.State
        : Breaks.Any(b => b.Recorded.IsKnownAt(knownAt)) ? SilenceState.Broken
        : SilenceState.UnderSilence;
}

/// <summary>When silence ends.</summary>
/// <param name="At">The moment, with the offset that the time zone has then.</param>
/// <param name="TimeZone">The zone it is shown in: an IANA name or an offset.</param>
/// <param name="Reason">Why it was moved there; empty for the first deadline.</param>
/// <param name="Recorded">Its entry.</param>
public sealed record Deadline(DateTimeOffset At, string TimeZone, string Reason, Stamp Recorded)
{
    /// <summary>The day of a decision at this moment, by the server's clock: a zone only shows the deadline.</summary>
    [JsonIgnore]
    public DateOnly Day => Today.Utc(At);
}

/// <summary>A member broke silence.</summary>
/// <param name="Member">The member's code; empty if it broke silence in confidence.</param>
/// <param name="Reason">What it said; empty if it broke silence in confidence.</param>
/// <param name="Seal">SHA-256 of what is kept in confidence, in hexadecimal; null if nothing is.</param>
/// <param name="Recorded">Its entry.</param>
public sealed record Break(string Member, string Reason, string? Seal, Stamp Recorded);

/// <summary>How silence ended otherwise than by being broken.</summary>
/// <param name="State">ADOPTED or WITHDRAWN.</param>
/// <param name="Reason">Why it was withdrawn; empty if it was adopted.</param>
/// <param name="Recorded">Its entry; if it was adopted, that of the decision.</param>
public sealed record SilenceEnd(SilenceState State, string Reason, Stamp Recorded);

/// <summary>How far a silence procedure has come. The numbers are the contract's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SilenceState>))]
public enum SilenceState
{
    /// <summary>Never given.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>It runs.</summary>
    [JsonStringEnumMemberName("UNDER_SILENCE")]
    UnderSilence = 1,

    /// <summary>Nobody broke it: the draft is a decision.</summary>
    [JsonStringEnumMemberName("ADOPTED")]
    Adopted = 2,

    /// <summary>A member broke it.</summary>
    [JsonStringEnumMemberName("BROKEN")]
    Broken = 3,

    /// <summary>It was taken back before the deadline.</summary>
    [JsonStringEnumMemberName("WITHDRAWN")]
    Withdrawn = 4,
}
