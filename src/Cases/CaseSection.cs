using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using NatoServices.Domain;
using YamlDotNet.RepresentationModel;
using Date = Google.Type.Date;
using Source = Nato.Record.V1.Source;

namespace NatoServices.Cases;

/// <summary>A mapping in a case file, read strictly: unknown keys and missing or invalid values are refused with their line.</summary>
internal sealed class CaseSection(string file, string path, YamlMappingNode node)
{
    public long Line => node.Start.Line;

    public IEnumerable<string> Keys => node.Children.Keys.Select(key => ((YamlScalarNode)key).Value!);

    public bool Has(string key) => node.Children.ContainsKey(key);

    public CaseSection Only(params string[] known)
    {
        foreach (var key in node.Children.Keys)
            if (key is not YamlScalarNode { Value: { } name } || !known.Contains(name))
                throw Refuse(key, At(key.ToString()), $"is not known here; known are {string.Join(", ", known)}");
        return this;
    }

    /// <summary>
    /// Sets the fields of a message that have the names of keys, and refuses every key that is not listed. Other keys, lists and sections
    /// other than sources are left to the caller.
    /// </summary>
    public TMessage Fill<TMessage>(TMessage message, string[] required, params string[] optional) where TMessage : IMessage
    {
        Only([.. required, .. optional]);
        foreach (var key in required.Concat(optional.Where(Has)))
            if (message.Descriptor.FindFieldByName(key) is { IsRepeated: false } field && Value(field) is { } value)
                field.Accessor.SetValue(message, value);
        return message;
    }

    public string Text(string key) =>
        Find(key) is YamlScalarNode { Value: { Length: > 0 } value } scalar && !IsNull(scalar) ? value : throw Refuse(key, "has no value");

    public string OptionalText(string key) => Has(key) ? Text(key) : "";

    public Date Date(string key) => PartialDate.Parse(Text(key)) is { } date
        ? new() { Year = date.Year, Month = date.Month, Day = date.Day }
        : throw Refuse(key, $"'{Text(key)}' is not a date such as 2024, 2024-02 or 2024-02-22");

    public double Number(string key) => double.TryParse(Text(key), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Refuse(key, $"'{Text(key)}' is not a number");

    public CaseSection Section(string key) => Find(key) is YamlMappingNode mapping
        ? new(file, At(key), mapping)
        : throw Refuse(key, "must hold keys and values");

    public IReadOnlyList<CaseSection> Sections(string key) => Items(key, (item, path) => item is YamlMappingNode mapping
        ? new CaseSection(file, path, mapping)
        : throw Refuse(item, path, "must hold keys and values"));

    public IReadOnlyList<CaseSection> OptionalSections(string key) => Has(key) ? Sections(key) : [];

    public IReadOnlyList<string> OptionalTexts(string key) => !Has(key) ? [] : Items(key, (item, path) =>
        item is YamlScalarNode { Value: { Length: > 0 } value } scalar && !IsNull(scalar) ? value : throw Refuse(item, path, "must be a text"));

    public Source Source(string key) => Section(key).Fill(new Source(), [], "citation", "url", "name");

    public CaseRefusedException Refuse(string key, string problem) => Refuse(Has(key) ? node.Children[key] : node, At(key), problem);

    private object? Value(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => Text(field.Name),
        FieldType.Enum => Word(field.Name, field.EnumType),
        FieldType.Int32 => Count(field.Name),
        FieldType.Bool => Truth(field.Name),
        FieldType.Message when field.MessageType == Google.Type.Date.Descriptor => Date(field.Name),
        FieldType.Message when field.MessageType == Nato.Record.V1.Source.Descriptor => Source(field.Name),
        _ => null,
    };

    /// <summary>An enum value of the contracts, written without its prefix.</summary>
    private object Word(string key, EnumDescriptor type)
    {
        var words = ContractWords.Words(type).ToDictionary();
        return words.TryGetValue(Text(key), out var number)
            ? Enum.ToObject(type.ClrType, number)
            : throw Refuse(key, $"'{Text(key)}' is not one of {string.Join(", ", words.Keys)}");
    }

    private int Count(string key) => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        ? count
        : throw Refuse(key, $"'{Text(key)}' is not a whole number");

    private bool Truth(string key) => Text(key) switch
    {
        "true" => true,
        "false" => false,
        var other => throw Refuse(key, $"'{other}' is neither true nor false"),
    };

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
