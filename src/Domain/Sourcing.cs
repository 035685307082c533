using System.Text.Json.Serialization;

namespace NatoServices.Domain;

/// <summary>On whose word something is known; the smaller number is the stronger word.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Sourcing>))]
public enum Sourcing
{
    /// <summary>Not said.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>The member itself, to this system.</summary>
    [JsonStringEnumMemberName("DELEGATION")]
    Delegation = 1,

    /// <summary>A named person who speaks for the member.</summary>
    [JsonStringEnumMemberName("NAMED")]
    Named = 2,

    /// <summary>A ministry or a spokesperson, unnamed.</summary>
    [JsonStringEnumMemberName("INSTITUTION")]
    Institution = 3,

    /// <summary>An unnamed official of the member.</summary>
    [JsonStringEnumMemberName("UNNAMED")]
    Unnamed = 4,

    /// <summary>Others say so.</summary>
    [JsonStringEnumMemberName("THIRD_PARTY")]
    ThirdParty = 5,

    /// <summary>Somebody's analysis.</summary>
    [JsonStringEnumMemberName("ASSESSMENT")]
    Assessment = 6,
}

/// <summary>What can be asked of a sourcing.</summary>
public static class Sourcings
{
    /// <summary>Whether this word is at least as strong as <paramref name="threshold"/>.</summary>
    public static bool Reaches(this Sourcing word, Sourcing threshold) => word <= threshold;

    /// <summary>Whether somebody who can be held to it said so openly: the member, a named person or an institution.</summary>
    public static bool IsOnRecord(this Sourcing word) => word is Sourcing.Delegation or Sourcing.Named or Sourcing.Institution;
}

/// <summary>Where a statement is found: a URL or a citation, plus the person or body that made it, where there is one.</summary>
/// <param name="Url">An absolute http or https address; empty if there is none.</param>
/// <param name="Citation">A reference that a reader can follow without a link; empty if there is none.</param>
/// <param name="Name">The person or body whose statement it is, or a description such as "unnamed official"; may be empty.</param>
public sealed record Source(string Url = "", string Citation = "", string Name = "");
