using CsCheck;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What holds of every standing.</summary>
public sealed class StandingLaws
{
    [Fact]
    public void The_counts_add_up_to_the_electorate() => Stories.Any.Sample(story =>
    {
        var standing = story.Read();
        var counts = standing.Counts;
        Assert.Equal(story.Roster.ElectorateOn(story.Day).Select(s => s.Code), standing.Lines.Select(l => l.State.Code));
        Assert.Equal(standing.Lines.Count,
            counts.Supports + counts.NoObjection + counts.Conditional + counts.NoPosition + counts.Objects + counts.NotRecorded);
        Assert.Equal(counts.Supports, counts.SupportsOnRecord + counts.SupportsOffRecord);
        Assert.InRange(counts.Indicated, 0, counts.NotRecorded);
        Assert.Equal(standing.Lines.Count - counts.Supports - counts.NoObjection, standing.Outstanding.Count());
    });

    [Fact]
    public void Reached_blocked_and_unopposed_are_what_they_say() => Stories.Any.Sample(story =>
    {
        var standing = story.Read();
        var inTheWay = standing.Lines.Any(l => l.Governing?.Stance == Stance.Objects || l.Undischarged.Count > 0);
        var onBoard = standing.Lines.All(l => l.Governing?.Stance is Stance.Supports or Stance.NoObjection);
        Assert.Equal(inTheWay ? StandingState.Blocked : onBoard ? StandingState.Reached : StandingState.Unopposed, standing.State);
        Assert.DoesNotContain(standing.Outstanding, l => Outstanding.ReasonOf(l) == OutstandingReason.Unspecified);
    });

    [Fact]
    public void A_member_that_asks_for_something_unmet_or_objects_never_counts_as_being_on_board() => Stories.Any.Sample(story =>
    {
        var standing = story.Read();
        Assert.Equal(standing.Lines.Count(l => l.Governing?.Stance == Stance.Objects), standing.Counts.Objects);
        Assert.Equal(standing.Lines.Count(l => l.Governing?.Stance != Stance.Objects && l.Undischarged.Count > 0), standing.Counts.Conditional);
        Assert.Equal(standing.Lines.Count(l => l.Governing?.Stance == Stance.Supports && l.Undischarged.Count == 0), standing.Counts.Supports);
    });

    [Fact]
    public void Another_elector_never_turns_a_consensus_that_was_not_reached_into_one_that_is() => Stories.Any.Sample(story =>
    {
        var with = story.Read();
        foreach (var (state, without) in WithoutOne(story))
            Assert.False(with.State == StandingState.Reached && without.State != StandingState.Reached, state.Code);
    });

    [Fact]
    public void Another_elector_changes_no_other_members_line() => Stories.Any.Sample(story =>
    {
        var with = story.Read();
        foreach (var (state, without) in WithoutOne(story))
            Assert.Equal(with.Lines.Where(l => l.State.Code != state.Code).Select(Told.Of), without.Lines.Select(Told.Of));
    });

    [Fact]
    public void A_higher_threshold_never_adds_to_what_counts() => Stories.Any.Sample(story =>
    {
        var counting = story.Read().Lines;
        foreach (var higher in Enum.GetValues<Sourcing>().Where(s => s != Sourcing.Unspecified && s.Reaches(story.Rule.CountsFrom)))
        {
            var fewer = (story with { Rule = story.Rule with { CountsFrom = higher } }).Read().Lines;
            Assert.All(fewer.Zip(counting), pair => Assert.True(pair.First.Governing is null || pair.Second.Governing is not null));
            Assert.All(fewer, line => Assert.True(line.Governing is null || line.Governing.Sourcing.Reaches(higher)));
        }
    });

    /// <summary>The readings without one of the roster's states, where there is an electorate without it.</summary>
    private static IEnumerable<(RosterState State, Standing Without)> WithoutOne(Story story) =>
        from state in story.Roster.States
        let fewer = Story.RosterOf(story.Roster.States.Where(s => s != state))
        where fewer.ElectorateOn(story.Day).Count > 0
        select (state, (story with { Roster = fewer }).Read());
}
