using System.Globalization;
using Nato.Members.V1;
using Source = Nato.Record.V1.Source;

namespace NatoServices.Cases;

internal static class RosterItems
{
    /// <summary>Marks a state in the file that was invited on an unknown date.</summary>
    private const string Unknown = "unknown";

    public static IEnumerable<CaseItem> Read(string caseId, CaseSection roster)
    {
        roster.Only("source", "leaders_on", "members");
        var common = roster.Source("source");
        return roster.Sections("members").SelectMany(member => ReadMember(caseId, roster, member, common));
    }

    public static IEnumerable<CaseItem> ReadDefenceExpenditure(string caseId, CaseSection section)
    {
        section.Only("source", "estimates", "figures");
        var source = section.Source("source");
        var estimates = section.OptionalTexts("estimates");
        var figures = section.Section("figures");
        foreach (var code in figures.Keys)
        {
            var years = figures.Section(code);
            foreach (var year in years.Keys)
                yield return new(caseId, years.Line, $"defence expenditure of {code} in {year}", new ReportDefenceExpenditureRequest
                {
                    Code = code,
                    Year = int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y) ? y : throw years.Refuse(year, "is not a year"),
                    PercentOfGdp = years.Number(year),
                    Estimate = estimates.Contains(year),
                    Source = source,
                });
        }
    }

    private static IEnumerable<CaseItem> ReadMember(string caseId, CaseSection roster, CaseSection member, Source common)
    {
        member.Only("code", "name", "invited", "acceded", "withdrawn", "head_of_government", "office", "source");
        var code = member.Text("code");
        var source = member.Has("source") ? member.Source("source") : common;
        // An accession date that was left out by mistake must not silently turn a member into an invitee.
        if (!member.Has("acceded") && !member.Has("invited")) throw member.Refuse("acceded", $"is missing for {code}; one that is only invited has 'invited'");
        yield return new(caseId, member.Line, $"{code} on the roster", new InviteMemberRequest
        {
            Code = code,
            DisplayName = member.Text("name"),
            InvitedOn = member.OptionalText("invited") is "" or Unknown ? null : member.Date("invited"),
            Source = source,
        });
        if (member.Has("acceded"))
            yield return new(caseId, member.Line, $"accession of {code}",
                new AccedeMemberRequest { Code = code, Date = member.Date("acceded"), Source = source });
        if (member.Has("withdrawn"))
            yield return new(caseId, member.Line, $"withdrawal of {code}",
                new WithdrawMemberRequest { Code = code, Date = member.Date("withdrawn"), Source = source });
        if (member.Has("head_of_government"))
            yield return new(caseId, member.Line, $"head of government of {code}", new UpdateMemberRequest
            {
                Code = code,
                HeadOfGovernment = member.Text("head_of_government"),
                Office = member.Text("office"),
                UpdateMask = new() { Paths = { "head_of_government", "office" } },
                From = roster.Date("leaders_on"),
            });
    }
}
