using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NatoServices.Domain;

/// <summary>
/// A date that is known to the day, the month or only the year. An unknown part is 0, as in <c>google.type.Date</c>. Dates compare by their
/// first day: "2023" is before "2023-07", which is before "2023-07-02". The struct can hold an invalid date, so that a rule can refuse it
/// with a message. Check <see cref="IsValid"/> first.
/// </summary>
[JsonConverter(typeof(PartialDateJson))]
public readonly record struct PartialDate(int Year, int Month = 0, int Day = 0) : IComparable<PartialDate>
{
    /// <summary>Whether no date was given: all parts are 0.</summary>
    [JsonIgnore]
    public bool IsAbsent => this == default;

    /// <summary>Whether this is an existing day, month or year of the calendar; false if absent.</summary>
    [JsonIgnore]
    public bool IsValid =>
        Year is >= 1 and <= 9999
        && Month is >= 0 and <= 12
        && (Month > 0 ? Day >= 0 && Day <= DateTime.DaysInMonth(Year, Month) : Day == 0);

    /// <summary>Whether the date is valid and known to the day.</summary>
    [JsonIgnore]
    public bool IsFull => IsValid && Day > 0;

    /// <summary>The first day that this date can mean: the day itself, or the first day of its month or year.</summary>
    [JsonIgnore]
    public DateOnly FirstDay => new(Year, Math.Max(Month, 1), Math.Max(Day, 1));

    /// <summary>The last day that this date can mean: the day itself, or the last day of its month or year.</summary>
    [JsonIgnore]
    public DateOnly LastDay =>
        Month == 0 ? new(Year, 12, 31) : Day == 0 ? new(Year, Month, DateTime.DaysInMonth(Year, Month)) : FirstDay;

    /// <summary>Creates a date that is known to the day.</summary>
    public static PartialDate Of(DateOnly day) => new(day.Year, day.Month, day.Day);

    /// <summary>Parses "2024", "2024-02" or "2024-02-22". Null for any other text.</summary>
    public static PartialDate? Parse(string? text)
    {
        var parts = (text ?? "").Split('-');
        if (parts.Length > 3 || parts[0].Length != 4 || parts.Skip(1).Any(p => p.Length != 2)) return null;
        Span<int> read = [0, 0, 0];
        for (var i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out read[i])) return null;
        var date = new PartialDate(read[0], read[1], read[2]);
        return date.IsValid && (parts.Length < 2 || date.Month > 0) && (parts.Length < 3 || date.Day > 0) ? date : null;
    }

    /// <summary>Compares by first day.</summary>
    public int CompareTo(PartialDate other) => FirstDay.CompareTo(other.FirstDay);

    /// <summary>Compares by first day.</summary>
    public static bool operator <(PartialDate left, PartialDate right) => left.CompareTo(right) < 0;

    /// <summary>Compares by first day.</summary>
    public static bool operator >(PartialDate left, PartialDate right) => left.CompareTo(right) > 0;

    /// <summary>Compares by first day.</summary>
    public static bool operator <=(PartialDate left, PartialDate right) => left.CompareTo(right) <= 0;

    /// <summary>Compares by first day.</summary>
    public static bool operator >=(PartialDate left, PartialDate right) => left.CompareTo(right) >= 0;

    /// <summary>ISO 8601 in the known precision: "2024", "2024-02" or "2024-02-22".</summary>
    public override string ToString() =>
        Month == 0 ? $"{Year:D4}" : Day == 0 ? $"{Year:D4}-{Month:D2}" : $"{Year:D4}-{Month:D2}-{Day:D2}";
}

/// <summary>Writes a date to JSON as its ISO 8601 text; an absent date is an empty string.</summary>
public sealed class PartialDateJson : JsonConverter<PartialDate>
{
    /// <inheritdoc />
    public override PartialDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is not { Length: > 0 } text ? default : PartialDate.Parse(text) ?? throw new JsonException($"'{text}' is not a date");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, PartialDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.IsAbsent ? "" : value.ToString());
}
