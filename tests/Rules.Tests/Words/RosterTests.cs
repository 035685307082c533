using NatoServices.Words;

namespace NatoServices.Rules.Tests;

public sealed class RosterTests
{
    private static readonly Roster Roster = new(1,
    [
        new("OLD", "Old", [new(true, default), new(false, new(2020))]),
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
    public void A_state_is_an_elector_in_a_date_if_it_is_one_on_some_day_that_the_date_can_mean(string code, string date, bool elector) =>
        Assert.Equal(elector, Roster.Find(code)!.IsElectorIn(PartialDate.Parse(date)!.Value));

    [Theory]
    [InlineData("2019-12-31", "OLD")]
    [InlineData("2020-01-01", "")]
    [InlineData("2024-03-07", "SWE")]
    public void The_electorate_is_who_is_a_member_on_the_day(string day, string codes) =>
        Assert.Equal(codes, string.Join(' ', Roster.ElectorateOn(DateOnly.Parse(day, null)).Select(s => s.Code)));

    [Fact]
    public void A_state_that_is_not_on_the_roster_is_not_found() => Assert.Null(Roster.Find("XXX"));
}
