namespace NatoServices.Candidates.Rules;

/// <summary>Command to enter a step of a candidacy.</summary>
public sealed record RecordCandidacy(
    string Vacancy, string Candidate, CandidacyStatus Status, Sourcing Sourcing, Source? Source, PartialDate Date, string PresentedBy)
{
    /// <summary>Whether the decision needs the roster.</summary>
    public bool AsksRoster => Status == CandidacyStatus.Presented && Date.IsValid && CountryCodes.IsAssigned(PresentedBy);
}

public sealed partial record Slate
{
    /// <summary>Enters a step of a candidacy. If the roster is null, the presenting member is not checked against it.</summary>
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

    /// <summary>Requires a past date. If there is a vacancy, the date must not be before <see cref="Vacancy.NoEarlierThan"/>.</summary>
    private void NotEarlier(Violations found, string field, PartialDate date, DateTimeOffset now) =>
        found.PastDate(field, date, now, Vacancy?.NoEarlierThan, Vacancy?.WhyNoEarlier ?? "");
}
