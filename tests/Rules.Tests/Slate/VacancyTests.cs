using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

public sealed class VacancyTests
{
    [Theory]
    [InlineData("2024-10", "2014-10-01", "2014-10-01")]
    [InlineData("2024-10", "2014", "2014")]
    [InlineData("2024-10-17", "", "2014-10-17")]
    [InlineData("2024-10", "", "2014-10")]
    [InlineData("2024", "", "2014")]
    [InlineData("2024-02-29", "", "2014-02-28")]
    [InlineData("0007", "", "0001")]
    public void Nothing_is_earlier_than_the_incumbent_or_ten_years_before(string fallsVacant, string since, string earliest)
    {
        var incumbent = since is "" ? null : new Incumbent("Somebody", PartialDate.Parse(since)!.Value);
        var vacancy = new Vacancy("x", "Chair", incumbent, PartialDate.Parse(fallsVacant)!.Value, new(), [], new(1, default, "somebody"));

        Assert.Equal(earliest, vacancy.NoEarlierThan.ToString());
    }

    [Theory]
    [InlineData("", "Secretary General of NATO", "secretary-general-of-nato-2024")]
    [InlineData("given", "Secretary General of NATO", "given")]
    [InlineData("", "事務総長", "")]
    [InlineData("", "A post whose name is so long that it alone would fill all the room that there is",
        "a-post-whose-name-is-so-long-that-it-alone-would-fill-all-2024")]
    public void A_vacancy_without_an_id_gets_one_from_the_post_and_the_year(string given, string post, string id) =>
        Assert.Equal(id, new OpenVacancy(given, post, null, new(2024, 10), null, []).Id);
}
