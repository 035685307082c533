namespace NatoServices.Rules.Tests;

/// <summary>One case of <c>ladder-cases.yaml</c>.</summary>
public sealed record LadderCase
{
    public string Case { get; init; } = "";
    public List<string> Given { get; init; } = [];
    public string Entered { get; init; } = "";
    public List<string> History { get; init; } = [];
    public string? Refused { get; init; }
    public string? Possible { get; init; }
}

public sealed class LadderCaseTests
{
    private const string File = "Slate/ladder-cases.yaml";

    public static IEnumerable<object[]> Cases => CaseFile.Names<LadderCase>(File, c => c.Case);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_ladder_has_the_step_or_says_what_is_possible(string name)
    {
        var expected = CaseFile.Read<LadderCase>(File).Single(c => c.Case == name);
        var story = new SlateOperatorLog("ann");
        foreach (var step in expected.Given) Assert.Null(story.Enter("ann", step));

        var refusal = story.Enter("ann", expected.Entered);

        Assert.Equal(expected.Refused, refusal?.Message);
        Assert.Equal(expected.Possible, refusal?.Metadata.GetValueOrDefault("possible"));
        if (refusal is null) Assert.Equal(expected.History, SlateOperatorLog.History(story.State, "ann"));
    }
}
