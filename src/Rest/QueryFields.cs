using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;
using NatoServices.Domain;

namespace NatoServices.Rest;

/// <summary>Reads the parameters of a query by the descriptor of the message; what cannot be read is left out and becomes a violation.</summary>
internal static class QueryFields
{
    /// <summary>The query with the parameters that can be read.</summary>
    /// <param name="query">The query of the request.</param>
    /// <param name="message">The type of the message.</param>
    /// <param name="violations">Collects what cannot be read.</param>
    public static QueryString Read(IQueryCollection query, MessageDescriptor message, List<Violation> violations)
    {
        var read = QueryString.Empty;
        foreach (var group in query.GroupBy(parameter => NameOf(message, parameter.Key)))
        {
            var values = group.SelectMany(parameter => parameter.Value).Select(value => value ?? "").ToList();
            var problem = Find(message, group.Key) is { } field
                ? values.Count > 1 && !field.IsRepeated ? "is given more than once" : values.Select(value => Problem(field, value)).FirstOrDefault(p => p is not null)
                : FieldNames.Unknown(group.Key, FieldNames.Paths(message));
            if (problem is not null) violations.Add(new(group.Key, problem));
            else foreach (var value in values) read = read.Add(group.Key, value);
        }
        return read;
    }

    /// <summary>The name of a parameter as the contract spells it, or as it is given if no field has it.</summary>
    private static string NameOf(MessageDescriptor message, string name) => string.Join('.', PathOf(message, name)?.Select(field => field.Name) ?? [name]);

    private static FieldDescriptor? Find(MessageDescriptor message, string name) => PathOf(message, name)?[^1];

    private static List<FieldDescriptor>? PathOf(MessageDescriptor message, string name)
    {
        var path = new List<FieldDescriptor>();
        var within = message;
        foreach (var part in name.Split('.'))
        {
            if (within is null || FieldNames.Find(within, part) is not { } field) return null;
            path.Add(field);
            within = field.FieldType == FieldType.Message && !FieldNames.IsOneValue(field.MessageType) ? field.MessageType : null;
        }
        return path;
    }

    private static string? Problem(FieldDescriptor field, string value)
    {
        var invariant = CultureInfo.InvariantCulture;
        var canBeRead = field.FieldType switch
        {
            FieldType.String => true,
            FieldType.Enum when int.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out var number) => field.EnumType.FindValueByNumber(number) is not null,
            FieldType.Bool => bool.TryParse(value, out _),
            FieldType.Int32 => int.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out _),
            FieldType.Int64 => long.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out _),
            _ => (field.FieldType != FieldType.Message || FieldNames.IsOneValue(field.MessageType)) && ProtoJson.CanRead(field, JsonSerializer.Serialize(value)),
        };
        return canBeRead ? null
            : field.FieldType == FieldType.Message && !FieldNames.IsOneValue(field.MessageType)
                ? $"is given by its parts: {string.Join(", ", field.MessageType.Fields.InDeclarationOrder().Select(part => $"{field.Name}.{part.Name}"))}"
            : Expected.Instead(field, value);
    }
}
