using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NatoServices.Services.Tests.Refusals;

/// <summary>A call as a data file has it.</summary>
/// <param name="Rpc">The RPC's name.</param>
/// <param name="Request">The request in proto JSON.</param>
/// <param name="Actor">Who calls; empty for nobody.</param>
public sealed record RpcCall(string Rpc, JsonObject Request, string Actor);

/// <summary>A call that is refused, and how.</summary>
/// <param name="Name">What is refused.</param>
/// <param name="Call">The call.</param>
/// <param name="Status">The status by its name.</param>
/// <param name="Reason">The reason without its prefix.</param>
/// <param name="Metadata">What a program acts on.</param>
/// <param name="Violations">Each as "field: description".</param>
public sealed record Refused(
    string Name, RpcCall Call, string Status, string Reason, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> Violations)
{
    /// <summary>Test results name the case.</summary>
    public override string ToString() => Name;
}

/// <summary>Reads <c>*-refusals.yaml</c>: what is given, and what is refused then.</summary>
public sealed class RefusalFile
{
    private readonly YamlMappingNode root;

    private RefusalFile(YamlMappingNode root) => this.root = root;

    /// <summary>The calls that set the stage.</summary>
    public IEnumerable<RpcCall> Given => List(root, "given").Select(ToCall);

    /// <summary>The calls that are refused.</summary>
    public IEnumerable<Refused> Refused => List(root, "refused").Select(node => new Refused(
        Text(node, "it is refused"), ToCall(node), Text(node, "status"), Text(node, "reason"),
        Find(node, "metadata") is YamlMappingNode metadata ? metadata.Children.ToDictionary(p => p.Key.ToString(), p => p.Value.ToString()) : [],
        Violations(node, "violations")));

    /// <summary>The file of a service.</summary>
    public static RefusalFile Of(string service)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Refusals", $"{service}-refusals.yaml"))));
        return new((YamlMappingNode)yaml.Documents[0].RootNode);
    }

    private static RpcCall ToCall(YamlMappingNode node) =>
        new(Text(node, "call"), (JsonObject)ToJson(Find(node, "with") ?? new YamlMappingNode()), Repeated(Text(node, "by")));

    private static JsonNode ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(Fields(map)),
        YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
        // What isn't quoted is read as JSON where it is JSON: numbers, true and false.
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } plain } when IsJson(plain) => JsonNode.Parse(plain)!,
        _ => Repeated(node.ToString()),
    };

    /// <summary>The fields, with those that "&lt;&lt;" takes over from elsewhere, unless they are given anew.</summary>
    private static Dictionary<string, JsonNode?> Fields(YamlMappingNode map)
    {
        var fields = Find(map, "<<") is YamlMappingNode taken ? Fields(taken) : [];
        foreach (var (key, value) in map.Children.Where(p => p.Key.ToString() is not "<<")) fields[key.ToString()] = ToJson(value);
        return fields;
    }

    /// <summary>"x × 201" stands for 201 times x.</summary>
    private static string Repeated(string text) => text.Split(" × ") is [var part, var times]
        ? string.Concat(Enumerable.Repeat(part, int.Parse(times, System.Globalization.CultureInfo.InvariantCulture)))
        : text;

    private static bool IsJson(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return parsed.RootElement.ValueKind is not JsonValueKind.Null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static List<string> Violations(YamlMappingNode node, string key) =>
        [.. List(node, key).Select(v => string.Join(": ", v.Children.Select(p => $"{p.Key}: {p.Value}")))];

    private static IEnumerable<YamlMappingNode> List(YamlMappingNode node, string key) =>
        Find(node, key) is YamlSequenceNode list ? list.Cast<YamlMappingNode>() : [];

    private static YamlNode? Find(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private static string Text(YamlMappingNode node, string key) => Find(node, key)?.ToString() ?? "";
}
