using CsCheck;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What holds of every slate, whatever is entered in whatever order.</summary>
public sealed class SlateLawTests
{
    private static readonly Gen<PartialDate> Dates =
        from year in Gen.Int[2020, 2023]
        from month in Gen.Int[0, 12]
        from day in Gen.Int[0, 28]
        select new PartialDate(year, month, month == 0 ? 0 : day);

    private static readonly Gen<(CandidacyStatus Status, PartialDate Date)> Steps =
        Gen.Select(Gen.OneOf(Enum.GetValues<CandidacyStatus>()[1..^1]), Dates);

    private static readonly Gen<DateOnly> Days = Gen.Int[0, 4 * 365].Select(new DateOnly(2020, 1, 1).AddDays);

    [Fact]
    public void Every_accepted_history_is_a_path_of_the_ladder_in_the_order_of_the_dates() => Steps.List[0, 20].Sample(steps =>
    {
        var story = Enter(new("ann"), "ann", steps);
        var history = story.State.Candidates["ann"].History;

        Assert.Equal(history.Select(h => h.Date.FirstDay).Order(), history.Select(h => h.Date.FirstDay));
        Assert.All(history.Prepend(null).Zip(history), pair => Assert.Contains(pair.Second.Status, Ladder.After(pair.First?.Status ?? default)));
    });

    [Fact]
    public void What_is_entered_of_one_candidate_never_depends_on_another() => Gen.Select(Steps.List[0, 8], Steps.List[0, 8]).Sample((ofAnn, ofBo) =>
    {
        var annFirst = Enter(Enter(new("ann", "bo"), "ann", ofAnn), "bo", ofBo);
        var boFirst = Enter(Enter(new("bo", "ann"), "bo", ofBo), "ann", ofAnn);

        foreach (var id in (string[])["ann", "bo"])
            Assert.Equal(SlateOperatorLog.History(annFirst.State, id), SlateOperatorLog.History(boFirst.State, id));
    });

    [Fact]
    public void As_known_before_an_entry_the_slate_is_as_it_was_before_it() => Gen.Select(Steps.List[1, 12], Days).Sample((steps, day) =>
    {
        var story = new SlateOperatorLog("ann");
        foreach (var step in steps)
        {
            var (before, then) = (story.State, story.Now);
            story.Enter("ann", step.Status, step.Date);

            Assert.Equal(SlateOperatorLog.History(before, "ann"), SlateOperatorLog.History(story.State, "ann", then));
            Assert.Equal(before.Candidates["ann"].StatusOn(day, null), story.State.Candidates["ann"].StatusOn(day, then));
        }
    });

    [Fact]
    public void The_status_on_a_day_never_depends_on_steps_of_later_days() => Gen.Select(Steps.List[1, 12], Days).Sample((steps, day) =>
    {
        var story = new SlateOperatorLog("ann");
        foreach (var step in steps)
        {
            var before = story.State.Candidates["ann"].StatusOn(day, null);
            story.Enter("ann", step.Status, step.Date);
            if (step.Date.FirstDay > day) Assert.Equal(before, story.State.Candidates["ann"].StatusOn(day, null));
        }
    });

    [Fact]
    public void What_a_refusal_calls_possible_is_possible_and_nothing_else_is() => Gen.Select(Steps.List[0, 8], Steps).Sample((steps, next) =>
    {
        var story = Enter(new("ann"), "ann", steps);
        if (story.Enter("ann", next.Status, next.Date) is not CandidacyMoveImpossible refused) return;
        var possible = Enum.GetValues<CandidacyStatus>()[1..^1].Where(s => Enter(new("ann"), "ann", steps).Enter("ann", s, next.Date) is null);

        Assert.Equal(refused.Metadata["possible"], string.Join(',', possible.Select(Ladder.Name)));
    });

    private static SlateOperatorLog Enter(SlateOperatorLog story, string candidate, IEnumerable<(CandidacyStatus Status, PartialDate Date)> steps)
    {
        foreach (var (status, date) in steps) story.Enter(candidate, status, date);
        return story;
    }
}
