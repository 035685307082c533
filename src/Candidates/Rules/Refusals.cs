using NatoServices.Domain;

namespace NatoServices.Candidates.Rules;

/// <summary>The vacancy does not exist, as known at the requested moment.</summary>
[Refused(RefusalStatus.NotFound, "VACANCY_UNKNOWN")]
public sealed record VacancyUnknown : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public VacancyUnknown(string vacancy) : base($"There is no vacancy '{vacancy}'.") =>
        Metadata = new Dictionary<string, string> { ["vacancy"] = vacancy };
}

/// <summary>A vacancy with this id already exists.</summary>
[Refused(RefusalStatus.AlreadyExists, "VACANCY_ALREADY_OPEN")]
public sealed record VacancyAlreadyOpen : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public VacancyAlreadyOpen(string vacancy) : base($"A vacancy has the id '{vacancy}' already.") =>
        Metadata = new Dictionary<string, string> { ["vacancy"] = vacancy };
}

/// <summary>A candidate was appointed, so the slate accepts no more entries.</summary>
[Refused(RefusalStatus.FailedPrecondition, "VACANCY_FILLED")]
public sealed record VacancyFilled : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public VacancyFilled(string vacancy, string appointed) : base($"The vacancy '{vacancy}' is filled: '{appointed}' was appointed.") =>
        Metadata = new Dictionary<string, string> { ["vacancy"] = vacancy, ["appointed"] = appointed };
}

/// <summary>The candidate is not on the slate, as known at the requested moment.</summary>
[Refused(RefusalStatus.NotFound, "CANDIDATE_UNKNOWN")]
public sealed record CandidateUnknown : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public CandidateUnknown(string vacancy, string candidate) : base($"The slate of '{vacancy}' has no candidate '{candidate}'.") =>
        Metadata = new Dictionary<string, string> { ["vacancy"] = vacancy, ["candidate"] = candidate };
}

/// <summary>A candidate with this id is already on the slate.</summary>
[Refused(RefusalStatus.AlreadyExists, "CANDIDATE_ALREADY_REGISTERED")]
public sealed record CandidateAlreadyRegistered : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public CandidateAlreadyRegistered(string vacancy, string candidate)
        : base($"The slate of '{vacancy}' has a candidate '{candidate}' already.") =>
        Metadata = new Dictionary<string, string> { ["vacancy"] = vacancy, ["candidate"] = candidate };
}

/// <summary>The status ladder does not allow the step.</summary>
[Refused(RefusalStatus.FailedPrecondition, "CANDIDACY_MOVE_IMPOSSIBLE")]
public sealed record CandidacyMoveImpossible : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public CandidacyMoveImpossible(string candidate, CandidacyStatus from, CandidacyStatus to, PartialDate date, Candidacy? next)
        : base(Say(candidate, from, to, date, next)) =>
        Metadata = new Dictionary<string, string>
        {
            ["candidate"] = candidate,
            ["from"] = Ladder.Name(from),
            ["to"] = Ladder.Name(to),
            ["possible"] = string.Join(',', Possible(from, next)),
        };

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
