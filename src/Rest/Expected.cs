using System.Globalization;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Type;

namespace NatoServices.Rest;

/// <summary>Says what a right value of a field looks like, in words of the contract.</summary>
internal static class Expected
{
    private const int QuotedLength = 40;

    /// <summary>How the name of the value zero ends in every enumeration of the contracts, as their linter requires.</summary>
    private const string Unspecified = "UNSPECIFIED";

    /// <summary>What is expected, and what the value is.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value as the caller wrote it.</param>
    public static string Instead(FieldDescriptor field, string value) =>
        field.FieldType == FieldType.Enum ? Values(field.EnumType, value) : $"{Of(field)}, is {Quoted(value)}";

    /// <summary>What is expected.</summary>
    public static string Of(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => "must be a text of valid Unicode",
        FieldType.Bool => "must be true or false",
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => "must be a whole number of 32 bits",
        FieldType.UInt32 or FieldType.Fixed32 => "must be a whole number of 32 bits that is not negative",
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => "must be a whole number of 64 bits",
        FieldType.UInt64 or FieldType.Fixed64 => "must be a whole number of 64 bits that is not negative",
        FieldType.Float or FieldType.Double => "must be a number",
        FieldType.Bytes => "must be a text in Base64",
        FieldType.Message when field.MessageType.FullName == Timestamp.Descriptor.FullName => "must be a moment such as 2024-02-22T12:00:00Z",
        FieldType.Message when field.MessageType.FullName == Duration.Descriptor.FullName => "must be a duration in seconds such as \"120s\"",
        FieldType.Message when field.MessageType.FullName == FieldMask.Descriptor.FullName =>
            "must be names of fields in lowerCamelCase with commas between them, such as \"displayName,office\"",
        FieldType.Message when field.MessageType.FullName == Date.Descriptor.FullName =>
            "must be a date such as {\"year\": 2024, \"month\": 2, \"day\": 22}; without a day or month it is known to the month or year",
        FieldType.Message => $"must be an object with the fields {string.Join(", ", field.MessageType.Fields.InDeclarationOrder().Select(f => f.JsonName))}",
        _ => "cannot be read",
    };

    /// <summary>Cuts a value that would make a violation unreadable.</summary>
    private static string Quoted(string value) => value.Length <= QuotedLength ? $"'{value}'" : $"'{value[..QuotedLength]}…'";

    private static string Values(EnumDescriptor type, string value)
    {
        var names = type.Values.Where(v => v.Number != 0).Select(v => v.Name).ToList();
        var given = value.Trim('"');
        if (int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) return $"{given} is not a known value";
        // The names of a type begin alike: what is left tells which one is meant.
        var prefix = type.Values[0].Name[..^Unspecified.Length];
        var near = FieldNames.Nearest(Short(given), names.Select(Short));
        return $"must be one of {string.Join(", ", names)}, is {Quoted(given)}{(near is null ? "" : $"; did you mean {prefix}{near}?")}";

        string Short(string name) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : name;
    }
}
