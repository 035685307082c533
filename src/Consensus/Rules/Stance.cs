using System.Text.Json.Serialization;
using NatoServices.Domain;

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

/// <summary>The rule of a selection, which says which statements count.</summary>
/// <param name="CountsFrom">The weakest sourcing with which a position counts.</param>
/// <param name="PresentingMemberSupports">
/// Whether the member that presented a candidate counts as a supporter without a position of its own.
/// </param>
public sealed record Rule(Sourcing CountsFrom, bool PresentingMemberSupports);

/// <summary>The names of enum values for people.</summary>
internal static class Names
{
    /// <summary>The name in the contract, without its prefix, such as NO_OBJECTION or THIRD_PARTY.</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
}
