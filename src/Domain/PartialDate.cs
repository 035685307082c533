using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NatoServices.Domain;

/// <summary>
/// A date known to the day, to the month or only to the year, as <c>google.type.Date</c> has it: an unknown part is 0.
/// For comparing, it begins at its first day: "2023" comes before "2023-07" comes before "2023-07-02".
/// It holds whatever it was given, so that a rule can refuse it with words: ask <see cref="IsValid"/> first.
/// </summary>
[JsonConverter(typeof(PartialDateJson))]
public readonly record struct PartialDate(int Year, int Month = 0, int Day = 0) : IComparable<PartialDate>
{
    /// <summary>Whether nothing at all was given.</summary>
    [JsonIgnore]
    public bool IsAbsent => this == default;

    /// <summary>Whether this is a day, a month or a year of the calendar.</summary>
    [JsonIgnore]
    public bool IsValid =>
        Year is >= 1 and <= 9999
        && Month is >= 0 and <= 12
        && (Month > 0 ? Day >= 0 && Day <= DateTime.DaysInMonth(Year, Month) : Day == 0);

    /// <summary>Whether the day is known.</summary>
    [JsonIgnore]
    public bool IsFull => IsValid && Day > 0;

    /// <summary>The day from which this date counts: its own, or the first of its month or year.</summary>
    [JsonIgnore]
    public DateOnly FirstDay => new(Year, Math.Max(Month, 1), Math.Max(Day, 1));

    /// <summary>The last day that this date can mean: its own, or the last of its month or year.</summary>
    [JsonIgnore]
    public DateOnly LastDay =>
        Month == 0 ? new(Year, 12, 31) : Day == 0 ? new(Year, Month, DateTime.DaysInMonth(Year, Month)) : FirstDay;

    /// <summary>The date that is known to the day.</summary>
    public static PartialDate Of(DateOnly day) => new(day.Year, day.Month, day.Day);

    /// <summary>Reads "2024", "2024-02" or "2024-02-22"; null for anything else.</summary>
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

    /// <summary>By first day.</summary>
    public int CompareTo(PartialDate other) => FirstDay.CompareTo(other.FirstDay);

    /// <summary>By first day.</summary>
    public static bool operator <(PartialDate left, PartialDate right) => left.CompareTo(right) < 0;

    /// <summary>By first day.</summary>
    public static bool operator >(PartialDate left, PartialDate right) => left.CompareTo(right) > 0;

    /// <summary>By first day.</summary>
    public static bool operator <=(PartialDate left, PartialDate right) => left.CompareTo(right) <= 0;

    /// <summary>By first day.</summary>
    public static bool operator >=(PartialDate left, PartialDate right) => left.CompareTo(right) >= 0;

    /// <summary>ISO 8601, as precise as it is known: "2024", "2024-02" or "2024-02-22".</summary>
    public override string ToString() =>
        Month == 0 ? $"{Year:D4}" : Day == 0 ? $"{Year:D4}-{Month:D2}" : $"{Year:D4}-{Month:D2}-{Day:D2}";
}

/// <summary>A date in JSON: its text; empty if absent.</summary>
public sealed class PartialDateJson : JsonConverter<PartialDate>
{
    /// <inheritdoc />
    public override PartialDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is not { Length: > 0 } text ? default : PartialDate.Parse(text) ?? throw new JsonException($"'{text}' is not a date");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, PartialDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.IsAbsent ? "" : value.ToString());
}
