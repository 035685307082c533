using System.Text.Json.Serialization;

namespace NatoServices.Domain;

/// <summary>How well a statement is sourced. A smaller number means a stronger source.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Sourcing>))]
public enum Sourcing
{
    /// <summary>Not specified.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>The member itself, directly to this system.</summary>
    [JsonStringEnumMemberName("DELEGATION")]
    Delegation = 1,

    /// <summary>A named person who speaks for the member.</summary>
    [JsonStringEnumMemberName("NAMED")]
    Named = 2,

    /// <summary>An institution, such as a ministry or an unnamed spokesperson.</summary>
    [JsonStringEnumMemberName("INSTITUTION")]
    Institution = 3,

    /// <summary>An unnamed official of the member.</summary>
    [JsonStringEnumMemberName("UNNAMED")]
    Unnamed = 4,

    /// <summary>A third party.</summary>
    [JsonStringEnumMemberName("THIRD_PARTY")]
    ThirdParty = 5,

    /// <summary>An analysis or assessment.</summary>
    [JsonStringEnumMemberName("ASSESSMENT")]
    Assessment = 6,
}

/// <summary>Comparisons of sourcings.</summary>
public static class Sourcings
{
    /// <summary>Whether the source is at least as strong as <paramref name="threshold"/>.</summary>
    public static bool Reaches(this Sourcing word, Sourcing threshold) => word <= threshold;

    /// <summary>Whether the statement is on the record: the member, a named person or an institution made it openly.</summary>
    public static bool IsOnRecord(this Sourcing word) => word is Sourcing.Delegation or Sourcing.Named or Sourcing.Institution;
}

/// <summary>The source of a statement: a URL or a citation, and optionally the person or body that made the statement.</summary>
/// <param name="Url">An absolute http or https address; empty if there is none.</param>
/// <param name="Citation">A reference that a reader can follow without a link; empty if there is none.</param>
/// <param name="Name">The person or body that made the statement, or a description such as "unnamed official"; may be empty.</param>
public sealed record Source(string Url = "", string Citation = "", string Name = "");
