using System.Text.Json.Serialization;

namespace NatoServices.Domain;

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
