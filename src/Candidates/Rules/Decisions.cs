using NatoServices.Domain;

namespace NatoServices.Candidates.Rules;

/// <summary>What the rules answer to each command. Nothing here reads a clock or the roster: both are arguments.</summary>
public sealed partial record Slate
{
    private const int MaxAliases = 20;

    /// <summary>A post falls vacant.</summary>
    public Ruling<SlateEvent> Decide(OpenVacancy command, DateTimeOffset now)
    {
        var found = new Violations();
        if (command.VacancyId is not "") found.Id("vacancy_id", command.VacancyId);
        else if (!string.IsNullOrWhiteSpace(command.Post))
            found.Require(command.Id is not "", "vacancy_id", "is required, because none can be made from the post");
        found.Text("post", command.Post, Violations.NameLength);
        if (command.Incumbent is { } incumbent)
        {
            found.Text("incumbent.name", incumbent.Name, Violations.NameLength);
            if (!incumbent.Since.IsAbsent) found.PastDate("incumbent.since", incumbent.Since, now);
        }
        if (found.Date("falls_vacant_on", command.FallsVacantOn) && command.Incumbent?.Since is { IsValid: true } since)
            found.Require(command.FallsVacantOn.LastDay > since.FirstDay, "falls_vacant_on",
                $"{command.FallsVacantOn} is not after {since}, when the incumbent took office");
        found.Source("source", command.Source);
        Fact.Check(found, "facts", command.Facts);
        if (found.Any) return found.ToRefusal();
        if (Vacancy is not null) return new VacancyAlreadyOpen(Vacancy.Id);
        return new VacancyOpened(command.Id, command.Post, command.Incumbent, command.FallsVacantOn, command.Source!, command.Facts);
    }

    /// <summary>A person comes on the slate. The roster is null if the command doesn't ask for it.</summary>
    public Ruling<SlateEvent> Decide(RegisterCandidate command, Roster? roster)
    {
        var found = new Violations();
        found.Id("vacancy", command.Vacancy);
        if (command.CandidateId is not "") found.Id("candidate_id", command.CandidateId);
        else if (!string.IsNullOrWhiteSpace(command.Name))
            found.Require(command.Id is not "", "candidate_id", "is required, because none can be made from the name");
        found.Text("name", command.Name, Violations.NameLength);
        found.Texts("aliases", command.Aliases, MaxAliases, Violations.NameLength);
        found.MemberCode("nationality", command.Nationality);
        if (roster is not null)
            found.Require(roster.Find(command.Nationality) is not null, "nationality", $"{command.Nationality} is not on the roster");
        found.OptionalText("office", command.Office, Violations.NameLength);
        Fact.Check(found, "facts", command.Facts);
        if (found.Any) return found.ToRefusal();
        if (Closed(command.Vacancy) is { } closed) return closed;
        if (Candidates.ContainsKey(command.Id)) return new CandidateAlreadyRegistered(command.Vacancy, command.Id);
        return new CandidateRegistered(command.Id, command.Name, command.Aliases, command.Nationality, command.Office, command.Facts);
    }

    /// <summary>A candidacy comes a step further. The roster is null if the command doesn't ask for it.</summary>
    public Ruling<SlateEvent> Decide(RecordCandidacy command, Roster? roster, DateTimeOffset now)
    {
        var found = new Violations();
        found.Id("vacancy", command.Vacancy);
        found.Id("candidate", command.Candidate);
        found.OneOf("status", command.Status);
        found.Require(command.Status != CandidacyStatus.Appointed, "status", "APPOINTED is for Appoint alone");
        found.OneOf("sourcing", command.Sourcing);
        found.Source("source", command.Source);
        NotEarlier(found, "date", command.Date, now);
        if (command.Status == CandidacyStatus.Presented) found.MemberCode("presented_by", command.PresentedBy);
        else found.Require(command.PresentedBy is "", "presented_by", "must be empty unless the status is PRESENTED");
        if (roster is not null)
            found.Require(roster.Find(command.PresentedBy)?.IsElectorIn(command.Date) is true, "presented_by",
                $"{command.PresentedBy} is not a member on {command.Date}");
        if (found.Any) return found.ToRefusal();
        if (Closed(command.Vacancy) is { } closed) return closed;
        if (!Candidates.TryGetValue(command.Candidate, out var candidate)) return new CandidateUnknown(command.Vacancy, command.Candidate);
        if (candidate.Refuse(command.Status, command.Date) is { } impossible) return impossible;
        return new CandidacyRecorded(
            command.Candidate, command.Status, command.Date, command.Sourcing, command.Source!, command.PresentedBy);
    }

    /// <summary>A date of something that has happened in this process, if the vacancy is there to compare with.</summary>
    private void NotEarlier(Violations found, string field, PartialDate date, DateTimeOffset now) =>
        found.PastDate(field, date, now, Vacancy?.NoEarlierThan, Vacancy?.WhyNoEarlier ?? "");
}
