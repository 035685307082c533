using CsCheck;
using NatoServices.Domain;
using NatoServices.Members.Rules;

namespace NatoServices.Rules.Tests;

/// <summary>What holds of every roster, whatever is entered in whatever order.</summary>
public sealed class RosterLawTests
{
    private static readonly Gen<(string Verb, string Code, PartialDate Date)> Changes =
        from verb in Gen.OneOf("invite", "accede", "withdraw")
        from code in Gen.OneOf("FIN", "SWE")
        from year in Gen.Int[2020, 2027]
        from month in Gen.Int[0, 12]
        select (verb, code, new PartialDate(year, month));

    private static readonly Gen<DateOnly> Days = Gen.Int[0, 9 * 365].Select(new DateOnly(2019, 7, 1).AddDays);

    [Fact]
    public void As_known_before_an_entry_the_roster_is_as_it_was_before_it() => Gen.Select(Changes.List[1, 20], Days).Sample((changes, day) =>
    {
        var story = new RosterStory();
        foreach (var (verb, code, date) in changes)
        {
            var (before, then) = (story.State, story.Now);
            story.Enter(verb, code, date);
            Assert.Equal(RosterStory.Statuses(before, day), RosterStory.Statuses(story.State, day, then));
        }
    });

    [Fact]
    public void The_status_on_a_day_never_depends_on_changes_of_later_days() => Gen.Select(Changes.List[1, 20], Days).Sample((changes, day) =>
    {
        var story = new RosterStory();
        foreach (var (verb, code, date) in changes)
        {
            var before = StatusOn(story, code, day);
            var rescheduled = story.State.Members.GetValueOrDefault(code)?.Latest.From;
            story.Enter(verb, code, date);
            // An accession that gets another date is a change on both dates.
            var replaced = story.State.Members.GetValueOrDefault(code)?.History.Any(h => h.Superseded?.RecordedAt == story.Now) ?? false;
            var earliest = replaced && rescheduled < date ? rescheduled.Value : date;
            if (earliest.FirstDay > day) Assert.Equal(before, StatusOn(story, code, day));
        }
    });

    [Fact]
    public void The_order_in_which_different_states_were_entered_makes_no_difference() => Gen.Select(Changes.List[1, 20], Days).Sample((changes, day) =>
    {
        var (mixed, sorted) = (new RosterStory(), new RosterStory());
        foreach (var (verb, code, date) in changes) mixed.Enter(verb, code, date);
        foreach (var (verb, code, date) in changes.OrderBy(c => c.Code, StringComparer.Ordinal)) sorted.Enter(verb, code, date);

        Assert.Equal(RosterStory.Statuses(mixed.State, day), RosterStory.Statuses(sorted.State, day));
    });

    [Fact]
    public void The_electorate_is_exactly_the_states_that_are_members_on_the_day() => Gen.Select(Changes.List[1, 20], Days).Sample((changes, day) =>
    {
        var story = new RosterStory();
        foreach (var (verb, code, date) in changes) story.Enter(verb, code, date);

        Assert.Equal(
            story.State.Members.Keys.Where(code => StatusOn(story, code, day) == MemberStatus.Member),
            story.State.Electorate(day, null).Select(m => m.Code));
    });

    private static MemberStatus StatusOn(RosterStory story, string code, DateOnly day) =>
        story.State.Members.GetValueOrDefault(code)?.StatusOn(day, null).Status ?? default;
}
