using NatoServices.Candidates.Rules;
using NatoServices.Words;

namespace NatoServices.Rules.Tests;

public sealed class AllianceTests
{
    private static readonly Alliance Alliance = new(new Dictionary<string, IReadOnlyList<Membership>>
    {
        ["SWE"] = [new(false, new(2022, 7, 5)), new(true, new(2024, 3, 7))],
        ["OLD"] = [new(true, default), new(false, new(2020))],
    });

    [Theory]
    [InlineData("SWE", "2024-03-06", false)]
    [InlineData("SWE", "2024-03-07", true)]
    [InlineData("SWE", "2024-03", true)]
    [InlineData("SWE", "2024-02", false)]
    [InlineData("SWE", "2024", true)]
    [InlineData("OLD", "1900", true)]
    [InlineData("OLD", "2019-12-31", true)]
    [InlineData("OLD", "2020-01", false)]
    [InlineData("XXX", "2020", false)]
    public void A_state_was_a_member_on_some_day_that_the_date_can_mean(string code, string date, bool member) =>
        Assert.Equal(member, Alliance.WasMember(code, PartialDate.Parse(date)!.Value));
}
