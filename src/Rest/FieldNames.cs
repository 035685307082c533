using Google.Protobuf.Reflection;

namespace NatoServices.Rest;

/// <summary>Finds fields of a contract by their names, and the nearest name to one that is not known.</summary>
internal static class FieldNames
{
    /// <summary>The field with this name, as the contract spells it (<c>taken_on</c>) or as JSON does (<c>takenOn</c>).</summary>
    public static FieldDescriptor? Find(MessageDescriptor message, string name) =>
        message.Fields.InDeclarationOrder().FirstOrDefault(field => field.Name == name || field.JsonName == name);

    /// <summary>Whether a field has fields of its own; a moment, for example, is a message that is written as one value.</summary>
    public static bool IsObject(FieldDescriptor field) => field.FieldType == FieldType.Message && field.MessageType.File.Package != "google.protobuf";

    /// <summary>
    /// All names that a query may have: fields of the message, and fields of fields with a dot between them, as JSON spells them.
    /// </summary>
    public static IEnumerable<string> Paths(MessageDescriptor message) => message.Fields.InDeclarationOrder().SelectMany(field =>
        !IsObject(field) ? [field.JsonName]
        : field.IsRepeated ? Enumerable.Empty<string>()
        : Paths(field.MessageType).Select(inner => $"{field.JsonName}.{inner}"));

    /// <summary>Says that a name is not known, and which known name is near.</summary>
    public static string Unknown(string name, IEnumerable<string> known) =>
        Nearest(name, known) is { } near ? $"is not a field of this request; did you mean {near}?" : "is not a field of this request";

    /// <summary>The nearest of the known names; null if none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var plain = Plain(name);
        var nearest = known.Select(candidate => (Name: candidate, Distance: Distance(plain, Plain(candidate)))).DefaultIfEmpty((Name: "", Distance: int.MaxValue))
            .MinBy(candidate => candidate.Distance);
        return nearest.Distance <= Math.Max(1, plain.Length / 3) ? nearest.Name : null;
    }

    /// <summary>Leaves out what spellings differ in. A longer name than any of a contract is cut: its distance is large in any case.</summary>
    private static string Plain(string name)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        return plain.Length <= 100 ? plain : plain[..100];
    }

    /// <summary>The optimal string alignment distance: how many characters are missing, superfluous, wrong, or swapped with the next.</summary>
    private static int Distance(string one, string other)
    {
        var distances = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++) distances[i, 0] = i;
        for (var j = 0; j <= other.Length; j++) distances[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
            for (var j = 1; j <= other.Length; j++)
            {
                var substituted = distances[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                distances[i, j] = Math.Min(substituted, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
            }
        return distances[one.Length, other.Length];
    }
}
