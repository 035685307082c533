namespace NatoServices.Candidates.Rules;

/// <summary>An event of a slate.</summary>
public abstract record SlateEvent;

/// <summary>A post falls vacant. This is the first event of its slate.</summary>
public sealed record VacancyOpened(
    string Vacancy, string Post, Incumbent? Incumbent, PartialDate FallsVacantOn, Source Source, IReadOnlyList<Fact> Facts) : SlateEvent;

/// <summary>A person was put on the slate.</summary>
public sealed record CandidateRegistered(
    string Candidate, string Name, IReadOnlyList<string> Aliases, string Nationality, string Office, IReadOnlyList<Fact> Facts) : SlateEvent;

/// <summary>A candidacy reached a status on a date. The presenting member is empty unless the status is PRESENTED.</summary>
public sealed record CandidacyRecorded(
    string Candidate, CandidacyStatus Status, PartialDate Date, Sourcing Sourcing, Source Source, string PresentedBy) : SlateEvent;

/// <summary>A selection decided to appoint a candidate.</summary>
public sealed record CandidateAppointed(string Candidate, string Selection, PartialDate DecidedOn) : SlateEvent;

/// <summary>An appointment is no longer in force, because the selection was reopened after its decision.</summary>
public sealed record AppointmentRevoked(string Candidate, string Selection, string Reason) : SlateEvent;
