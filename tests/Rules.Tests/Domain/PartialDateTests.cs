using System.Text.Json;
using CsCheck;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

public sealed class PartialDateTests
{
    private static readonly Gen<PartialDate> Valid =
        from day in Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber)
        from precision in Gen.Int[1, 3]
        select new PartialDate(day.Year, precision > 1 ? day.Month : 0, precision > 2 ? day.Day : 0);

    [Fact]
    public void A_date_is_read_back_from_its_text_and_from_JSON() => Valid.Sample(date =>
    {
        Assert.Equal(date, PartialDate.Parse(date.ToString()));
        Assert.Equal(date, JsonSerializer.Deserialize<PartialDate>(JsonSerializer.Serialize(date)));
    });

    [Fact]
    public void An_absent_date_is_read_back_from_JSON() =>
        Assert.Equal(default, JsonSerializer.Deserialize<PartialDate>(JsonSerializer.Serialize(default(PartialDate))));

    [Fact]
    public void Dates_are_ordered_by_their_first_days_which_are_never_after_their_last() => Gen.Select(Valid, Valid).Sample((a, b) =>
    {
        Assert.Equal(a.FirstDay < b.FirstDay, a < b);
        Assert.Equal(a <= b, !(b < a));
        Assert.True(a.FirstDay <= a.LastDay);
        Assert.Equal(a.IsFull, a.FirstDay == a.LastDay && a.Day > 0);
    });

    [Theory]
    [InlineData("")]
    [InlineData("24")]
    [InlineData("2024-2")]
    [InlineData("2024-00")]
    [InlineData("2024-02-00")]
    [InlineData("2023-02-29")]
    [InlineData("2024-13")]
    [InlineData("0000")]
    [InlineData("2024-02-22-01")]
    [InlineData("2024/02/22")]
    [InlineData("+024-02-22")]
    public void Anything_else_is_no_date(string text) => Assert.Null(PartialDate.Parse(text));

    [Theory]
    [InlineData(2024, 0, 5)]
    [InlineData(-1, 1, 1)]
    [InlineData(10000, 1, 1)]
    [InlineData(2024, 2, 30)]
    [InlineData(2024, 1, -1)]
    public void Numbers_that_the_calendar_does_not_have_are_held_but_not_valid(int year, int month, int day) =>
        Assert.False(new PartialDate(year, month, day).IsValid);
}
