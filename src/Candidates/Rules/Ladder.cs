using System.Text.Json.Serialization;

namespace NatoServices.Candidates.Rules;

/// <summary>How far a candidacy has come. The numbers are the contract's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CandidacyStatus>))]
public enum CandidacyStatus
{
    /// <summary>Nothing is recorded of it yet.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>Others speak of the person.</summary>
    [JsonStringEnumMemberName("MENTIONED")]
    Mentioned = 1,

    /// <summary>The person has signalled interest.</summary>
    [JsonStringEnumMemberName("INTERESTED")]
    Interested = 2,

    /// <summary>The person stands.</summary>
    [JsonStringEnumMemberName("DECLARED")]
    Declared = 3,

    /// <summary>A member has put the person forward formally.</summary>
    [JsonStringEnumMemberName("PRESENTED")]
    Presented = 4,

    /// <summary>The person will not stand.</summary>
    [JsonStringEnumMemberName("RULED_OUT")]
    RuledOut = 5,

    /// <summary>The person stood and no longer does.</summary>
    [JsonStringEnumMemberName("WITHDRAWN")]
    Withdrawn = 6,

    /// <summary>The person was appointed.</summary>
    [JsonStringEnumMemberName("APPOINTED")]
    Appointed = 7,
}

/// <summary>The status ladder: which step can follow which.</summary>
public static class Ladder
{
    /// <summary>The steps that can follow a status, lowest first.</summary>
    public static IReadOnlyList<CandidacyStatus> After(CandidacyStatus status) => status switch
    {
        CandidacyStatus.Unspecified =>
            [CandidacyStatus.Mentioned, CandidacyStatus.Interested, CandidacyStatus.Declared, CandidacyStatus.Presented, CandidacyStatus.RuledOut],
        CandidacyStatus.Mentioned =>
            [CandidacyStatus.Interested, CandidacyStatus.Declared, CandidacyStatus.Presented, CandidacyStatus.RuledOut],
        CandidacyStatus.Interested => [CandidacyStatus.Declared, CandidacyStatus.Presented, CandidacyStatus.RuledOut],
        CandidacyStatus.Declared => [CandidacyStatus.Presented, CandidacyStatus.Withdrawn, CandidacyStatus.Appointed],
        CandidacyStatus.Presented => [CandidacyStatus.Withdrawn, CandidacyStatus.Appointed],
        // Back only by an act of one's own or of a member.
        CandidacyStatus.RuledOut or CandidacyStatus.Withdrawn => [CandidacyStatus.Declared, CandidacyStatus.Presented],
        _ => [],
    };

    /// <summary>Whether a step fits after one status and, if something later is recorded already, before another.</summary>
    public static bool Fits(CandidacyStatus before, CandidacyStatus step, CandidacyStatus? after) =>
        After(before).Contains(step) && (after is not { } next || After(step).Contains(next));

    /// <summary>What can be recorded at that place. An appointment can't be: it is decided elsewhere and only marked here.</summary>
    public static IEnumerable<CandidacyStatus> Possible(CandidacyStatus before, CandidacyStatus? after) =>
        After(before).Where(step => step != CandidacyStatus.Appointed && Fits(before, step, after));

    /// <summary>The name in the contract, without its prefix: RULED_OUT.</summary>
    public static string Name(CandidacyStatus status) => status == CandidacyStatus.RuledOut ? "RULED_OUT" : status.ToString().ToUpperInvariant();
}
