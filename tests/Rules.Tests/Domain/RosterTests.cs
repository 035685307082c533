using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

public sealed class RosterTests
{
    private static readonly Roster Roster = new(4,
    [
        new("OLD", "Old Member", [new(true, default), new(false, new(2020))]),
        new("SWE", "Sweden", [new(false, new(2022, 7, 5)), new(true, new(2024, 3, 7))]),
    ]);

    [Theory]
    [InlineData("SWE", "2024-03-06", false)]
    [InlineData("SWE", "2024-03-07", true)]
    [InlineData("SWE", "2024-03", true)]
    [InlineData("SWE", "2024-02", false)]
    [InlineData("SWE", "2024", true)]
    [InlineData("OLD", "1900", true)]
    [InlineData("OLD", "2019-12-31", true)]
    [InlineData("OLD", "2020-01", false)]
    public void A_state_was_a_member_on_some_day_that_the_date_can_mean(string code, string date, bool member) =>
        Assert.Equal(member, Roster.Find(code)!.IsElectorIn(PartialDate.Parse(date)!.Value));

    [Fact]
    public void Who_is_not_on_the_roster_is_not_found() => Assert.Null(Roster.Find("XXX"));

    [Fact]
    public void The_electorate_is_the_members_of_a_day() =>
        Assert.Equal(["OLD"], Roster.ElectorateOn(new(2019, 12, 31)).Select(s => s.Code));
}
