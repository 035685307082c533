using System.Globalization;

namespace NatoServices.Rules.Tests;

/// <summary>One case of <c>roster-cases.yaml</c>.</summary>
public sealed record RosterCase
{
    public string Case { get; init; } = "";
    public List<string> Given { get; init; } = [];
    public Dictionary<string, string> Status { get; init; } = [];
    public string? Entered { get; init; }
    public string? Refused { get; init; }
}

public sealed class RosterCaseTests
{
    private const string File = "Roster/roster-cases.yaml";

    public static IEnumerable<object[]> Cases => CaseFile.Names<RosterCase>(File, c => c.Case);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_state_has_its_status_on_each_day_or_the_change_is_refused(string name)
    {
        var expected = CaseFile.Read<RosterCase>(File).Single(c => c.Case == name);
        var story = new RosterStory();
        foreach (var change in expected.Given) Assert.Null(story.Enter(change));

        if (expected.Entered is not null) Assert.Equal(expected.Refused, story.Enter(expected.Entered)?.Message);
        foreach (var (day, status) in expected.Status)
            Assert.Equal($"{day} {status}", $"{day} {StatusOn(story, DateOnly.Parse(day, CultureInfo.InvariantCulture))}");
    }

    private static string StatusOn(RosterStory story, DateOnly day) =>
        Assert.Single(story.State.Members.Values).StatusOn(day, null).Status.ToString().ToUpperInvariant();
}
