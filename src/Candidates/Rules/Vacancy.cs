using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Candidates.Rules;

/// <summary>The holder of the post until it falls vacant.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="Since">When the person took office; absent if not known.</param>
public sealed record Incumbent(string Name, PartialDate Since);

/// <summary>A post that falls vacant on a date.</summary>
/// <param name="Id">The vacancy's id.</param>
/// <param name="Post">The name of the post.</param>
/// <param name="Incumbent">The holder of the post; null if the post is new.</param>
/// <param name="FallsVacantOn">The date on which the post falls vacant.</param>
/// <param name="Source">The source.</param>
/// <param name="Facts">Further facts about the post and its incumbent.</param>
/// <param name="Recorded">The stamp of the entry.</param>
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
