using Google.Protobuf.Reflection;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using Nato.Errors.V1;
using Nato.Record.V1;

namespace NatoServices.Cases;

/// <summary>The enum values of the contracts without their prefixes, for people: NO_POSITION for STANCE_NO_POSITION.</summary>
public static class ContractWords
{
    private static readonly Dictionary<string, EnumDescriptor> Enums =
        new[] { RecordReflection.Descriptor, CandidatesReflection.Descriptor, ConsensusReflection.Descriptor, ReasonReflection.Descriptor }
            .SelectMany(file => file.EnumTypes).ToDictionary(e => e.Name);

    /// <summary>The word of a value; empty for zero (unspecified).</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum =>
        Words(Enums[typeof(TEnum).Name]).FirstOrDefault(w => w.Number == Convert.ToInt32(value, null)).Word ?? "";

    /// <summary>The value of a word; null if the word is unknown.</summary>
    public static TEnum? Parse<TEnum>(string word) where TEnum : struct, Enum =>
        Words(Enums[typeof(TEnum).Name]).Where(w => w.Word == word).Select(w => (TEnum?)Enum.ToObject(typeof(TEnum), w.Number)).FirstOrDefault();

    /// <summary>All words of an enum in the order of the contract, without the unspecified value.</summary>
    internal static IEnumerable<(string Word, int Number)> Words(EnumDescriptor type) =>
        type.Values.Skip(1).Select(v => (v.Name[(type.Values[0].Name.Length - "UNSPECIFIED".Length)..], v.Number));
}
