using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>What a member has let be known of a candidate. The numbers are the contract's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Stance>))]
public enum Stance
{
    /// <summary>Not said; in a standing: not recorded.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>The member wants this candidate.</summary>
    [JsonStringEnumMemberName("SUPPORTS")]
    Supports = 1,

    /// <summary>The member would join a consensus.</summary>
    [JsonStringEnumMemberName("NO_OBJECTION")]
    NoObjection = 2,

    /// <summary>The member has said that it has none.</summary>
    [JsonStringEnumMemberName("NO_POSITION")]
    NoPosition = 3,

    /// <summary>The member would not join.</summary>
    [JsonStringEnumMemberName("OBJECTS")]
    Objects = 4,
}

/// <summary>What a selection goes by.</summary>
/// <param name="CountsFrom">The weakest sourcing on which a position counts.</param>
/// <param name="PresentingMemberSupports">Whether the member that presented a candidate counts as a supporter without saying so.</param>
public sealed record Rule(Sourcing CountsFrom, bool PresentingMemberSupports);

/// <summary>The words for people.</summary>
internal static class Names
{
    /// <summary>NO_OBJECTION, THIRD_PARTY: as the contracts write it, without the prefix.</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
}
