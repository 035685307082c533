using Google.Protobuf.Reflection;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using Nato.Errors.V1;
using Nato.Record.V1;

namespace NatoServices.Cases;

/// <summary>The words of the contracts as people read and write them, without their prefixes: NO_POSITION for STANCE_NO_POSITION.</summary>
public static class ContractWords
{
    private static readonly Dictionary<string, EnumDescriptor> Enums =
        new[] { RecordReflection.Descriptor, CandidatesReflection.Descriptor, ConsensusReflection.Descriptor, ReasonReflection.Descriptor }
            .SelectMany(file => file.EnumTypes).ToDictionary(e => e.Name);

    /// <summary>The word; empty for the zero, which means "not said".</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum =>
        Words<TEnum>().FirstOrDefault(w => w.Value.Equals(value)).Word ?? "";

    /// <summary>What a word stands for; null if it is no such word.</summary>
    public static TEnum? Parse<TEnum>(string word) where TEnum : struct, Enum =>
        Words<TEnum>().Where(w => w.Word == word).Select(w => (TEnum?)w.Value).FirstOrDefault();

    /// <summary>All words of one kind, in the contract's order.</summary>
    public static IEnumerable<(string Word, TEnum Value)> Words<TEnum>() where TEnum : struct, Enum
    {
        var values = Enums[typeof(TEnum).Name].Values;
        var prefix = values[0].Name.Length - "UNSPECIFIED".Length;
        return values.Skip(1).Select(v => (v.Name[prefix..], (TEnum)Enum.ToObject(typeof(TEnum), v.Number)));
    }
}
