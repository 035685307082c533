using NatoServices.Domain;

namespace NatoServices.Candidates.Rules;

/// <summary>What can be entered in a slate.</summary>
public abstract record SlateEvent;

/// <summary>A post falls vacant. It is the first entry of its slate.</summary>
public sealed record VacancyOpened(
    string Vacancy, string Post, Incumbent? Incumbent, PartialDate FallsVacantOn, Source Source, IReadOnlyList<Fact> Facts) : SlateEvent;

/// <summary>A person is on the slate.</summary>
public sealed record CandidateRegistered(
    string Candidate, string Name, IReadOnlyList<string> Aliases, string Nationality, string Office, IReadOnlyList<Fact> Facts) : SlateEvent;

/// <summary>A candidacy reached a status on a date; the member is empty unless one presented the person.</summary>
public sealed record CandidacyRecorded(
    string Candidate, CandidacyStatus Status, PartialDate Date, Sourcing Sourcing, Source Source, string PresentedBy) : SlateEvent;

/// <summary>A selection decided for a candidate.</summary>
public sealed record CandidateAppointed(string Candidate, string Selection, PartialDate DecidedOn) : SlateEvent;

/// <summary>A selection's decision did not come to pass: the appointment that it had made no longer stands.</summary>
public sealed record AppointmentRevoked(string Candidate, string Selection, string Reason) : SlateEvent;
