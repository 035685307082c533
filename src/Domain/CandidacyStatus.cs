using System.Text.Json.Serialization;

namespace NatoServices.Domain;

/// <summary>The status of a candidacy. Numbered as in the gRPC contract.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CandidacyStatus>))]
public enum CandidacyStatus
{
    /// <summary>No status is recorded.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>Other people mention the person as a candidate.</summary>
    [JsonStringEnumMemberName("MENTIONED")]
    Mentioned = 1,

    /// <summary>The person has signalled interest.</summary>
    [JsonStringEnumMemberName("INTERESTED")]
    Interested = 2,

    /// <summary>The person has declared the candidacy.</summary>
    [JsonStringEnumMemberName("DECLARED")]
    Declared = 3,

    /// <summary>A member has formally presented the person.</summary>
    [JsonStringEnumMemberName("PRESENTED")]
    Presented = 4,

    /// <summary>The person has ruled out a candidacy.</summary>
    [JsonStringEnumMemberName("RULED_OUT")]
    RuledOut = 5,

    /// <summary>The person was a candidate and has withdrawn.</summary>
    [JsonStringEnumMemberName("WITHDRAWN")]
    Withdrawn = 6,

    /// <summary>The person was appointed.</summary>
    [JsonStringEnumMemberName("APPOINTED")]
    Appointed = 7,
}
