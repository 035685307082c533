using System.Text.Json;
using System.Text.Json.Serialization;

namespace NatoServices.Consensus.Rules;

/// <summary>A member's stance on a candidate. Numbered as in the gRPC contract.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Stance>))]
public enum Stance
{
    /// <summary>Not specified; in a standing: not recorded.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>The member supports the candidate.</summary>
    [JsonStringEnumMemberName("SUPPORTS")]
    Supports = 1,

    /// <summary>The member would join a consensus.</summary>
    [JsonStringEnumMemberName("NO_OBJECTION")]
    NoObjection = 2,

    /// <summary>The member has stated that it has no position.</summary>
    [JsonStringEnumMemberName("NO_POSITION")]
    NoPosition = 3,

    /// <summary>The member would not join a consensus.</summary>
    [JsonStringEnumMemberName("OBJECTS")]
    Objects = 4,
}

/// <summary>
/// The rule of a selection, which says which statements count: those from a sourcing on, and whether the member that presented a candidate
/// counts as a supporter without a position of its own.
/// </summary>
public sealed record Rule(Sourcing CountsFrom, bool PresentingMemberSupports);

/// <summary>The names of enum values for people.</summary>
internal static class Names
{
    /// <summary>The name in the contract, without its prefix, such as NO_OBJECTION or THIRD_PARTY.</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum =>
        JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
