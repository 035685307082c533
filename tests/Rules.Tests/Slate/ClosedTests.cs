using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>Whose candidacy an appointment closes: dee's, decided on 2024-02-10, entered on 2024-02-22.</summary>
public sealed class ClosedTests
{
    private readonly SlateOperatorLog story = new("ann", "dee");

    public ClosedTests() => Assert.Null(story.Enter("dee", "2023 DECLARED"));

    [Theory]
    [InlineData("2023-05 MENTIONED")]
    [InlineData("2023-05 INTERESTED")]
    [InlineData("2023-05 DECLARED")]
    [InlineData("2024-02-10 PRESENTED")]
    [InlineData("2023-03 RULED_OUT, 2023-09 DECLARED")]
    [InlineData("2023-05 DECLARED, 2024-02-15 WITHDRAWN")]
    public void Who_was_active_on_the_day_of_the_decision_is_closed_from_then_on(string steps)
    {
        Appoint(steps);

        Assert.Null(ClosedOn(new(2024, 2, 9)));
        Assert.Equal(story.State.AppointmentAt(null)!.Recorded, ClosedOn(new(2024, 2, 10)));
        Assert.Equal(story.State.AppointmentAt(null)!.Recorded, ClosedOn(new(2024, 2, 22)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2023 MENTIONED, 2023-05 RULED_OUT")]
    [InlineData("2023 DECLARED, 2024-02-10 WITHDRAWN")]
    [InlineData("2024-02-11 DECLARED")]
    public void Who_was_not_active_on_the_day_of_the_decision_is_not_closed(string steps)
    {
        Appoint(steps);

        Assert.Null(ClosedOn(new(2024, 2, 22)));
    }

    [Fact]
    public void The_appointed_one_is_not_closed()
    {
        Appoint("2023 DECLARED");

        Assert.Null(ClosedOn(new(2024, 2, 22), "dee"));
    }

    [Fact]
    public void Nobody_is_closed_by_what_was_not_known_yet_or_no_longer_stands()
    {
        var before = story.Now;
        Appoint("2023 DECLARED");
        var appointed = story.Now;
        Assert.Null(story.Revoke("dee"));

        Assert.Null(ClosedOn(new(2024, 2, 22), knownAt: before));
        Assert.NotNull(ClosedOn(new(2024, 2, 22), knownAt: appointed));
        Assert.Null(ClosedOn(new(2024, 2, 22)));
    }

    [Fact]
    public void Who_fills_the_vacancy_after_a_revocation_closes_the_others_anew()
    {
        Appoint("2023 DECLARED");
        Assert.Null(story.Revoke("dee"));
        Assert.Null(story.Appoint("ann", new(2024, 2, 20), "another"));

        Assert.Null(ClosedOn(new(2024, 2, 22)));
        Assert.Null(ClosedOn(new(2024, 2, 19), "dee"));
        Assert.Equal(story.State.AppointmentAt(null)!.Recorded, ClosedOn(new(2024, 2, 20), "dee"));
    }

    /// <summary>Enters ann's steps, then the appointment.</summary>
    private void Appoint(string steps)
    {
        foreach (var step in steps.Split(", ", StringSplitOptions.RemoveEmptyEntries)) Assert.Null(story.Enter("ann", step));
        Assert.Null(story.Appoint("dee", new(2024, 2, 10)));
    }

    private Stamp? ClosedOn(DateOnly day, string candidate = "ann", DateTimeOffset? knownAt = null) =>
        story.State.Candidates[candidate].ClosedBy(story.State.AppointmentAt(knownAt), day, knownAt);
}
