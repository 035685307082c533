using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using NatoServices.Domain;

namespace NatoServices.Rest;

/// <summary>
/// Reads the fields of a JSON body by the descriptor of the message. What cannot be read is left out and becomes a violation: an unknown name,
/// a field that is given twice, a value of another type. <c>null</c> means that the field is not set.
/// </summary>
/// <param name="violations">Collects what cannot be read, by field path.</param>
internal sealed class JsonFields(List<Violation> violations)
{
    /// <summary>The object with the fields that can be read.</summary>
    /// <param name="json">A JSON object.</param>
    /// <param name="message">The type of the message.</param>
    /// <param name="path">The path of the object; empty for the body itself.</param>
    public JsonObject Read(JsonElement json, MessageDescriptor message, string path = "")
    {
        var read = new JsonObject();
        var seen = new HashSet<string>();
        var twice = new HashSet<string>();
        foreach (var property in json.EnumerateObject())
        {
            var given = NameOf(property);
            var field = FieldNames.Find(message, given);
            var at = path is "" ? field?.Name ?? given : $"{path}.{field?.Name ?? given}";
            if (!seen.Add(at))
            {
                if (twice.Add(at)) violations.Add(new(at, "is given more than once"));
            }
            else if (field is null)
                violations.Add(new(at, FieldNames.Unknown(given, message.Fields.InDeclarationOrder().Select(f => f.JsonName))));
            else if (property.Value.ValueKind != JsonValueKind.Null)
                read[field.JsonName] = field.IsRepeated ? List(field, property.Value, at) : One(field, property.Value, at);
        }
        return read;
    }

    private JsonArray? List(FieldDescriptor field, JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Array)
            return new([.. json.EnumerateArray().Select((item, index) => One(field, item, $"{path}[{index}]")).OfType<JsonNode>()]);
        violations.Add(new(path, $"must be a list, [...]; each item {Expected.Of(field)}"));
        return null;
    }

    private JsonNode? One(FieldDescriptor field, JsonElement json, string path)
    {
        if (FieldNames.IsObject(field) && json.ValueKind == JsonValueKind.Object)
            return Read(json, field.MessageType, path);
        if (json.ValueKind != JsonValueKind.Null && ProtoJson.CanRead(field, json.GetRawText())) return JsonNode.Parse(json.GetRawText());
        violations.Add(new(path, Expected.Instead(field, json.GetRawText())));
        return null;
    }

    /// <summary>
    /// The name as it is written. A name with escapes may contain broken Unicode, on which <see cref="JsonProperty.Name"/> throws.
    /// </summary>
    private static string NameOf(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        return raw.IndexOf("\\u"u8) >= 0 ? Encoding.UTF8.GetString(raw) : property.Name;
    }
}
