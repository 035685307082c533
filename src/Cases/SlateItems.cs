using Nato.Candidates.V1;
using Nato.Record.V1;

namespace NatoServices.Cases;

internal static class SlateItems
{
    public static CaseItem ReadVacancy(string caseId, CaseSection vacancy)
    {
        var request = vacancy.Fill(
            new OpenVacancyRequest
            {
                Incumbent = vacancy.Has("incumbent") ? vacancy.Section("incumbent").Fill(new Incumbent(), ["name"], "since") : null,
                Facts = { vacancy.OptionalSections("facts").Select(ReadFact) },
            },
            ["id", "post", "falls_vacant_on", "source"], "incumbent", "facts");
        request.VacancyId = vacancy.Text("id");
        return new(caseId, vacancy.Line, $"vacancy {request.VacancyId}", request);
    }

    public static IEnumerable<CaseItem> ReadCandidate(string caseId, string vacancy, CaseSection candidate)
    {
        var request = candidate.Fill(
            new RegisterCandidateRequest
            {
                Vacancy = vacancy,
                Aliases = { candidate.OptionalTexts("aliases") },
                Facts = { candidate.OptionalSections("facts").Select(ReadFact) },
            },
            ["id", "name", "nationality"], "aliases", "office", "facts", "candidacies");
        var id = request.CandidateId = candidate.Text("id");
        yield return new(caseId, candidate.Line, $"candidate {id}", request);
        foreach (var candidacy in candidate.OptionalSections("candidacies"))
            yield return new(caseId, candidacy.Line, $"candidacy of {id}: {candidacy.Text("status")}", candidacy.Fill(
                new RecordCandidacyRequest { Vacancy = vacancy, Candidate = id }, ["status", "date", "sourcing", "source"], "presented_by"));
    }

    private static Fact ReadFact(CaseSection fact) => fact.Fill(new Fact(), ["text", "sourcing", "source"], "date");
}
