using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace NatoServices.Rest;

/// <summary>Reads ProtoJSON by the library's own parser, which throws and stops at the first error.</summary>
internal static class ProtoJson
{
    /// <summary>Whether a value can be read as the value of a field, or as one of the values of a repeated field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="json">The value as JSON.</param>
    public static bool CanRead(FieldDescriptor field, string json) =>
        TryRead($"{{\"{JsonEncodedText.Encode(field.JsonName)}\":{(field.IsRepeated ? $"[{json}]" : json)}}}", field.ContainingType) is not null;

    /// <summary>The message; null if it cannot be read.</summary>
    public static IMessage? TryRead(string json, MessageDescriptor type)
    {
        try
        {
            return JsonParser.Default.Parse(json, type);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
        catch (InvalidJsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a message as JSON that every reader of ProtoJSON takes.</summary>
    public static byte[] Write(IMessage message) => Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message));
}
