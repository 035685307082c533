using System.Text.Json.Serialization;

namespace NatoServices.Candidates.Rules;

/// <summary>The holder of the post until it falls vacant, and since when; absent if not known.</summary>
public sealed record Incumbent(string Name, PartialDate Since);

/// <summary>A post that falls vacant on a date. The incumbent is null if the post is new.</summary>
public sealed record Vacancy(
    string Id, string Post, Incumbent? Incumbent, PartialDate FallsVacantOn, Source Source, IReadOnlyList<Fact> Facts, Stamp Recorded)
{
    private const int LongestProcess = 10;

    /// <summary>The earliest accepted date in this process: the incumbent's start, or else ten years before the vacancy.</summary>
    [JsonIgnore]
    public PartialDate NoEarlierThan => Incumbent is { Since: { IsAbsent: false } since } ? since : TenYearsBefore(FallsVacantOn);

    /// <summary>The reason for <see cref="NoEarlierThan"/>, to be appended to the date in a message.</summary>
    [JsonIgnore]
    internal string WhyNoEarlier => Incumbent is { Since.IsAbsent: false }
        ? ", when the incumbent took office"
        : ", ten years before the post falls vacant";

    private static PartialDate TenYearsBefore(PartialDate date)
    {
        var year = Math.Max(date.Year - LongestProcess, 1);
        // Ten years before a 29 February, that date does not exist.
        return date with { Year = year, Day = date.Month == 0 ? 0 : Math.Min(date.Day, DateTime.DaysInMonth(year, date.Month)) };
    }
}
