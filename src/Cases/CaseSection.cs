using System.Globalization;
using NatoServices.Domain;
using YamlDotNet.RepresentationModel;
using Date = Google.Type.Date;
using Source = Nato.Record.V1.Source;
using Sourcing = Nato.Record.V1.Sourcing;

namespace NatoServices.Cases;

/// <summary>A mapping in a case file, read strictly: unknown keys and missing or invalid values are refused with their line.</summary>
internal sealed class CaseSection(string file, string path, YamlMappingNode node)
{
    public long Line => node.Start.Line;

    public IEnumerable<string> Keys => node.Children.Keys.Select(key => ((YamlScalarNode)key).Value!);

    public bool Has(string key) => node.Children.ContainsKey(key);

    /// <summary>Refuses every key that is not listed.</summary>
    public CaseSection Only(params string[] known)
    {
        foreach (var key in node.Children.Keys)
            if (key is not YamlScalarNode { Value: { } name } || !known.Contains(name))
                throw Refuse(key, At(key.ToString()), $"is not known here; known are {string.Join(", ", known)}");
        return this;
    }

    public string Text(string key) =>
        Find(key) is YamlScalarNode { Value: { Length: > 0 } value } scalar && !IsNull(scalar) ? value : throw Refuse(key, "has no value");

    public string OptionalText(string key) => Has(key) ? Text(key) : "";

    public Date Date(string key) => PartialDate.Parse(Text(key)) is { } date
        ? new() { Year = date.Year, Month = date.Month, Day = date.Day }
        : throw Refuse(key, $"'{Text(key)}' is not a date such as 2024, 2024-02 or 2024-02-22");

    public Date? OptionalDate(string key) => Has(key) ? Date(key) : null;

    public int Count(string key) => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        ? count
        : throw Refuse(key, $"'{Text(key)}' is not a whole number");

    public double Number(string key) => double.TryParse(Text(key), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Refuse(key, $"'{Text(key)}' is not a number");

    public bool Truth(string key) => Text(key) switch
    {
        "true" => true,
        "false" => false,
        var other => throw Refuse(key, $"'{other}' is neither true nor false"),
    };

    /// <summary>An enum value of the contracts, written without its prefix.</summary>
    public TEnum OneOf<TEnum>(string key) where TEnum : struct, Enum => ContractWords.Parse<TEnum>(Text(key))
        ?? throw Refuse(key, $"'{Text(key)}' is not one of {string.Join(", ", ContractWords.Words<TEnum>().Select(w => w.Word))}");

    public CaseSection Section(string key) => Find(key) is YamlMappingNode mapping
        ? new(file, At(key), mapping)
        : throw Refuse(key, "must hold keys and values");

    public IReadOnlyList<CaseSection> Sections(string key) => Items(key, (item, path) => item is YamlMappingNode mapping
        ? new CaseSection(file, path, mapping)
        : throw Refuse(item, path, "must hold keys and values"));

    public IReadOnlyList<CaseSection> OptionalSections(string key) => Has(key) ? Sections(key) : [];

    public IReadOnlyList<string> OptionalTexts(string key) => !Has(key) ? [] : Items(key, (item, path) =>
        item is YamlScalarNode { Value: { Length: > 0 } value } scalar && !IsNull(scalar) ? value : throw Refuse(item, path, "must be a text"));

    public Source Source(string key)
    {
        var source = Section(key).Only("citation", "url", "name");
        return new() { Citation = source.OptionalText("citation"), Url = source.OptionalText("url"), Name = source.OptionalText("name") };
    }

    public Sourcing Sourcing() => OneOf<Sourcing>("sourcing");

    public CaseRefusedException Refuse(string key, string problem) => Refuse(Has(key) ? node.Children[key] : node, At(key), problem);

    private YamlNode Find(string key) =>
        node.Children.TryGetValue(key, out var value) ? value : throw Refuse(node, At(key), "is missing");

    private List<T> Items<T>(string key, Func<YamlNode, string, T> read) => Find(key) is YamlSequenceNode sequence
        ? [.. sequence.Select((item, i) => read(item, $"{At(key)}[{i}]"))]
        : throw Refuse(key, "must be a list");

    private CaseRefusedException Refuse(YamlNode where, string at, string problem) => new(file, where.Start.Line, $"{at}: {problem}");

    private string At(string key) => path is "" ? key : $"{path}.{key}";

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar is { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "~" or "null" };
}
