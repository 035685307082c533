using Nato.Candidates.V1;
using Nato.Record.V1;

namespace NatoServices.Cases;

/// <summary>Converts a case file's vacancy and candidates to requests to Candidates.</summary>
internal static class SlateItems
{
    public static CaseItem ReadVacancy(string caseId, CaseSection vacancy)
    {
        vacancy.Only("id", "post", "incumbent", "falls_vacant_on", "source", "facts");
        return new(caseId, vacancy.Line, $"vacancy {vacancy.Text("id")}", new OpenVacancyRequest
        {
            VacancyId = vacancy.Text("id"),
            Post = vacancy.Text("post"),
            Incumbent = vacancy.Has("incumbent") ? ReadIncumbent(vacancy.Section("incumbent")) : null,
            FallsVacantOn = vacancy.Date("falls_vacant_on"),
            Source = vacancy.Source("source"),
            Facts = { vacancy.OptionalSections("facts").Select(ReadFact) },
        });
    }

    public static IEnumerable<CaseItem> ReadCandidate(string caseId, string vacancy, CaseSection candidate)
    {
        candidate.Only("id", "name", "aliases", "nationality", "office", "facts", "candidacies");
        var id = candidate.Text("id");
        yield return new(caseId, candidate.Line, $"candidate {id}", new RegisterCandidateRequest
        {
            Vacancy = vacancy,
            CandidateId = id,
            Name = candidate.Text("name"),
            Aliases = { candidate.OptionalTexts("aliases") },
            Nationality = candidate.Text("nationality"),
            Office = candidate.OptionalText("office"),
            Facts = { candidate.OptionalSections("facts").Select(ReadFact) },
        });
        foreach (var candidacy in candidate.OptionalSections("candidacies"))
            yield return ReadCandidacy(caseId, vacancy, id, candidacy);
    }

    private static CaseItem ReadCandidacy(string caseId, string vacancy, string candidate, CaseSection candidacy)
    {
        candidacy.Only("status", "date", "sourcing", "source", "presented_by");
        return new(caseId, candidacy.Line, $"candidacy of {candidate}: {candidacy.Text("status")}", new RecordCandidacyRequest
        {
            Vacancy = vacancy,
            Candidate = candidate,
            Status = candidacy.OneOf<CandidacyStatus>("status"),
            Date = candidacy.Date("date"),
            Sourcing = candidacy.Sourcing(),
            Source = candidacy.Source("source"),
            PresentedBy = candidacy.OptionalText("presented_by"),
        });
    }

    private static Incumbent ReadIncumbent(CaseSection incumbent)
    {
        incumbent.Only("name", "since");
        return new() { Name = incumbent.Text("name"), Since = incumbent.OptionalDate("since") };
    }

    private static Fact ReadFact(CaseSection fact)
    {
        fact.Only("text", "sourcing", "source", "date");
        return new() { Text = fact.Text("text"), Sourcing = fact.Sourcing(), Source = fact.Source("source"), Date = fact.OptionalDate("date") };
    }
}
