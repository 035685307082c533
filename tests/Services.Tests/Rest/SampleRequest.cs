using Google.Api;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using NatoServices.Services.Tests.Refusals;

namespace NatoServices.Services.Tests.Rest;

/// <summary>
/// Requests of one RPC with every field of their message set, by the descriptor alone. No id in them is well formed, so that none is accepted.
/// </summary>
/// <param name="rule">How the RPC is called over REST.</param>
/// <param name="message">The request message.</param>
internal sealed class SampleRequest(HttpRule rule, MessageDescriptor message)
{
    private const string NoId = "no id!";

    /// <summary>Every field at every depth that a caller may give, each with the fields that lead to it.</summary>
    public IEnumerable<FieldDescriptor[]> Places => Within(message, []);

    /// <summary>The HTTP method.</summary>
    public HttpMethod Method => Caller.Verb(rule);

    /// <summary>Whether the fields stand in a JSON body, not in the query.</summary>
    public bool HasBody => rule.Body is "*";

    /// <summary>The path in the address, with a sample for each part that varies.</summary>
    public string Path => string.Concat(Caller.Template(rule).Split('{', '}').Select((part, i) => i % 2 == 0 ? part : Uri.EscapeDataString(NoId)));

    /// <summary>The names that stand in the path.</summary>
    public string[] InPath => [.. Caller.Template(rule).Split('{', '}').Where((_, i) => i % 2 == 1)];

    /// <summary>How violations name a place.</summary>
    public static string PathOf(IReadOnlyList<FieldDescriptor> place) => string.Join('.', place.Select((field, i) =>
        field.IsRepeated && i < place.Count - 1 ? $"{field.Name}[0]" : field.Name));

    /// <summary>The body in which one field is written in another way.</summary>
    /// <param name="place">The field.</param>
    /// <param name="write">Writes it, with its name; nothing if it is to be left out.</param>
    public string Body(FieldDescriptor[] place, Func<FieldDescriptor, string> write) => Object(message, place, write);

    /// <summary>A right value of a field, as JSON.</summary>
    public static string Sample(FieldDescriptor field) => field.IsRepeated ? $"[{One(field)}]" : One(field);

    /// <summary>A right value of a field, as it stands in a query.</summary>
    public static string QuerySample(FieldDescriptor field) => One(field).Trim('"');

    private static string One(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => $"\"{NoId}\"",
        FieldType.Bool => "true",
        FieldType.Double => "1.5",
        FieldType.Enum => $"\"{field.EnumType.Values[1].Name}\"",
        FieldType.Message when field.MessageType.FullName == Timestamp.Descriptor.FullName => "\"2024-02-22T12:00:00Z\"",
        FieldType.Message when field.MessageType.FullName == Duration.Descriptor.FullName => "\"120s\"",
        FieldType.Message when field.MessageType.FullName == FieldMask.Descriptor.FullName => "\"office\"",
        FieldType.Message => Object(field.MessageType, [], _ => ""),
        _ => "77777",
    };

    private static string Object(MessageDescriptor type, ReadOnlySpan<FieldDescriptor> place, Func<FieldDescriptor, string> write)
    {
        var members = new List<string>();
        foreach (var field in type.Fields.InDeclarationOrder())
            members.Add(
                place is [var last] && last == field ? write(field)
                : place is [var first, .. var rest] && first == field ? $"\"{field.JsonName}\":{List(field, Object(field.MessageType, rest, write))}"
                : $"\"{field.JsonName}\":{Sample(field)}");
        return $"{{{string.Join(',', members.Where(member => member is not ""))}}}";
    }

    private static string List(FieldDescriptor field, string item) => field.IsRepeated ? $"[{item}]" : item;

    private IEnumerable<FieldDescriptor[]> Within(MessageDescriptor type, FieldDescriptor[] place) =>
        from field in type.Fields.InDeclarationOrder()
        where place is not [] || !InPath.Contains(field.Name)
        from found in IsObject(field) ? (IEnumerable<FieldDescriptor[]>)[[.. place, field], .. Within(field.MessageType, [.. place, field])] : [[.. place, field]]
        select found;

    /// <summary>Whether a field has fields of its own.</summary>
    public static bool IsObject(FieldDescriptor field) => field.FieldType == FieldType.Message && field.MessageType.File.Package != "google.protobuf";
}
