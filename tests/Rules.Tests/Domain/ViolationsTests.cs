using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

public sealed class ViolationsTests
{
    private const string Deceiving = "must not contain control characters, text-direction overrides or broken Unicode";

    [Fact]
    public void A_running_text_may_have_several_lines_and_a_name_may_not()
    {
        var found = new Violations();
        found.Text("text", "two\nlines");
        Assert.False(found.Any);
        found.Text("name", "two\nlines", Violations.NameLength);
        Assert.Equal([new("name", "must be one line")], found.ToRefusal().Violations);
    }

    [Theory]
    [InlineData("Krišjānis Kariņš", null)]
    [InlineData("two\nlines", "must be one line")]
    [InlineData("👩‍🚀", null)]
    [InlineData("نمی‌دانم", null)]
    [InlineData("", "is required")]
    [InlineData("\u200B\u2060\u00AD", "is required")]
    [InlineData("left\u200Emark", Deceiving)]
    [InlineData("line\u2028break", Deceiving)]
    [InlineData("zero\u200Bwidth", Deceiving)]
    [InlineData("  \t", "is required")]
    [InlineData("ring\a", Deceiving)]
    [InlineData("carriage\rreturn", Deceiving)]
    [InlineData("nul\0", Deceiving)]
    [InlineData("next\u0085line", Deceiving)]
    [InlineData("over\u202Eride", Deceiving)]
    [InlineData("iso\u2066late", Deceiving)]
    [InlineData("replaced \uFFFD", Deceiving)]
    [InlineData("eleven char", "must have at most 10 characters, has 11")]
    public void A_text_is_present_short_enough_and_free_of_deceit(string text, string? violation)
    {
        var found = new Violations();
        found.Text("field", text, violation?.Contains("at most", StringComparison.Ordinal) is true ? 10 : 100);

        Assert.Equal(violation is null ? [] : [new Violation("field", violation)], found.ToRefusal().Violations);
    }

    [Fact]
    public void Half_a_letter_is_broken_Unicode()
    {
        var found = new Violations();
        found.OptionalText("field", "half \ud800");

        Assert.Equal([new("field", Deceiving)], found.ToRefusal().Violations);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_with_the_place()
    {
        var found = new Violations();
        found.Id("id", "No");
        found.MemberCode("code", "XXX");
        found.Texts("aliases", ["fine", ""], maxCount: 1);
        found.Source("source", new(Url: "ftp://x"));

        Assert.Equal(["id", "code", "aliases", "source.url"], found.ToRefusal().Violations.Select(v => v.Field));
    }

    [Theory]
    [InlineData("2024-02-23", null)]
    [InlineData("2024-02-24", "2024-02-24 lies in the future")]
    [InlineData("2024-03", "2024-03 lies in the future")]
    [InlineData("2024", null)]
    [InlineData("2014-10-01", null)]
    [InlineData("2014-09-30", "2014-09-30 is before 2014-10-01, when it began")]
    [InlineData("2014", null)]
    public void A_past_date_is_not_in_the_future_anywhere_on_Earth_nor_before_it_makes_sense(string date, string? violation)
    {
        var found = new Violations();
        var now = new DateTimeOffset(2024, 2, 22, 12, 0, 0, TimeSpan.Zero);
        found.PastDate("date", PartialDate.Parse(date)!.Value, now, new(2014, 10, 1), ", when it began");

        Assert.Equal(violation is null ? [] : [new Violation("date", violation)], found.ToRefusal().Violations);
    }
}
