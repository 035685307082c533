namespace NatoServices.Candidates.Rules;

/// <summary>The vacancy does not exist, as known at the requested moment.</summary>
[Refused(RefusalStatus.NotFound, "VACANCY_UNKNOWN")]
public sealed record VacancyUnknown(string Vacancy) : Refusal($"There is no vacancy '{Vacancy}'.", ("vacancy", Vacancy));

/// <summary>A vacancy with this id already exists.</summary>
[Refused(RefusalStatus.AlreadyExists, "VACANCY_ALREADY_OPEN")]
public sealed record VacancyAlreadyOpen(string Vacancy) : Refusal($"A vacancy has the id '{Vacancy}' already.", ("vacancy", Vacancy));

/// <summary>A candidate was appointed, so the slate accepts no more entries.</summary>
[Refused(RefusalStatus.FailedPrecondition, "VACANCY_FILLED")]
public sealed record VacancyFilled(string Vacancy, string Appointed) : Refusal(
    $"The vacancy '{Vacancy}' is filled: '{Appointed}' was appointed.", ("vacancy", Vacancy), ("appointed", Appointed));

/// <summary>The candidate is not on the slate, as known at the requested moment.</summary>
[Refused(RefusalStatus.NotFound, "CANDIDATE_UNKNOWN")]
public sealed record CandidateUnknown(string Vacancy, string Candidate) : Refusal(
    $"The slate of '{Vacancy}' has no candidate '{Candidate}'.", ("vacancy", Vacancy), ("candidate", Candidate));

/// <summary>A candidate with this id is already on the slate.</summary>
[Refused(RefusalStatus.AlreadyExists, "CANDIDATE_ALREADY_REGISTERED")]
public sealed record CandidateAlreadyRegistered(string Vacancy, string Candidate) : Refusal(
    $"The slate of '{Vacancy}' has a candidate '{Candidate}' already.", ("vacancy", Vacancy), ("candidate", Candidate));

/// <summary>The status ladder does not allow the step.</summary>
[Refused(RefusalStatus.FailedPrecondition, "CANDIDACY_MOVE_IMPOSSIBLE")]
public sealed record CandidacyMoveImpossible(
    string Candidate, CandidacyStatus From, CandidacyStatus To, PartialDate Date, Candidacy? Next) : Refusal(
        Say(Candidate, From, To, Date, Next),
        ("candidate", Candidate), ("from", Ladder.Name(From)), ("to", Ladder.Name(To)), ("possible", string.Join(',', Possible(From, Next))))
{
    private static string Say(string candidate, CandidacyStatus from, CandidacyStatus to, PartialDate date, Candidacy? next)
    {
        var before = from == CandidacyStatus.Unspecified ? "nothing is recorded" : $"the status is {Ladder.Name(from)}";
        var after = next is null ? "" : $" and {Ladder.Name(next.Status)} follows on {next.Date}";
        var possible = string.Join(", ", Possible(from, next)) is { Length: > 0 } some ? $"only {some} is" : "nothing is";
        return $"Of '{candidate}' {before} before {date}{after}: {Ladder.Name(to)} is not possible there, {possible}.";
    }

    private static IEnumerable<string> Possible(CandidacyStatus from, Candidacy? next) => Ladder.Possible(from, next?.Status).Select(Ladder.Name);
}

/// <summary>Only the Consensus service appoints and revokes appointments.</summary>
[Refused(RefusalStatus.PermissionDenied, "APPOINTMENT_RESERVED")]
public sealed record AppointmentReserved() : Refusal(
    "Only the Consensus service appoints and revokes appointments: close a selection with its decision, or reopen it, instead.");
