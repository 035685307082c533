using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Candidates.Rules;

/// <summary>Who holds the post until it falls vacant.</summary>
/// <param name="Name">The person's.</param>
/// <param name="Since">When the person took office; absent if not known.</param>
public sealed record Incumbent(string Name, PartialDate Since);

/// <summary>A post that falls vacant on a date.</summary>
/// <param name="Id">The vacancy's.</param>
/// <param name="Post">What falls vacant.</param>
/// <param name="Incumbent">Who holds it; null if the post is new.</param>
/// <param name="FallsVacantOn">When.</param>
/// <param name="Source">Where it is found.</param>
/// <param name="Facts">What else is known of the post and its incumbent.</param>
/// <param name="Recorded">Its entry.</param>
public sealed record Vacancy(
    string Id, string Post, Incumbent? Incumbent, PartialDate FallsVacantOn, Source Source, IReadOnlyList<Fact> Facts, Stamp Recorded)
{
    private const int LongestProcess = 10;

    /// <summary>The earliest date that makes sense for anything in this process.</summary>
    [JsonIgnore]
    public PartialDate NoEarlierThan => Incumbent is { Since: { IsAbsent: false } since } ? since : TenYearsBefore(FallsVacantOn);

    /// <summary>Why nothing is earlier, to follow the date in a sentence.</summary>
    [JsonIgnore]
    internal string WhyNoEarlier => Incumbent is { Since.IsAbsent: false }
        ? ", when the incumbent took office"
        : ", ten years before the post falls vacant";

    private static PartialDate TenYearsBefore(PartialDate date)
    {
        var year = Math.Max(date.Year - LongestProcess, 1);
        // Ten years before the 29th of February there is none.
        return date with { Year = year, Day = date.Month == 0 ? 0 : Math.Min(date.Day, DateTime.DaysInMonth(year, date.Month)) };
    }
}
