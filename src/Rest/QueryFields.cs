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
        var given = query.Select(parameter => (parameter.Key, Path: PathOf(message, parameter.Key), parameter.Value));
        foreach (var group in given.GroupBy(parameter => NameOf(parameter.Path) ?? parameter.Key))
        {
            var values = group.SelectMany(parameter => parameter.Value).Select(value => value ?? "").ToList();
            var problem = group.First().Path is [.., var field]
                ? values.Count > 1 && !field.IsRepeated ? "is given more than once" : values.Select(value => Problem(field, value)).FirstOrDefault(p => p is not null)
                : FieldNames.Unknown(group.Key, FieldNames.Paths(message));
            if (problem is not null) violations.Add(new(group.Key, problem));
            else foreach (var value in values) read = read.Add(group.Key, value);
        }
        return read;
    }

    /// <summary>The name of a parameter as the contract spells it; null if no field has it.</summary>
    private static string? NameOf(List<FieldDescriptor>? path) => path is null ? null : string.Join('.', path.Select(field => field.Name));

    private static List<FieldDescriptor>? PathOf(MessageDescriptor message, string name)
    {
        var path = new List<FieldDescriptor>();
        var within = message;
        foreach (var part in name.Split('.'))
        {
            if (within is null || FieldNames.Find(within, part) is not { } field) return null;
            path.Add(field);
            within = FieldNames.IsObject(field) ? field.MessageType : null;
        }
        return path;
    }

    private static string? Problem(FieldDescriptor field, string value)
    {
        if (FieldNames.IsObject(field))
            return $"is given by its parts: {string.Join(", ", field.MessageType.Fields.InDeclarationOrder().Select(part => $"{field.Name}.{part.Name}"))}";
        var invariant = CultureInfo.InvariantCulture;
        var canBeRead = field.FieldType switch
        {
            FieldType.String => true,
            FieldType.Enum when int.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out var number) => field.EnumType.FindValueByNumber(number) is not null,
            FieldType.Bool => bool.TryParse(value, out _),
            FieldType.Int32 => int.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out _),
            FieldType.Int64 => long.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out _),
            _ => ProtoJson.CanRead(field, JsonSerializer.Serialize(value)),
        };
        return canBeRead ? null : Expected.Instead(field, value);
    }
}
