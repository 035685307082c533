using NatoServices.Domain;

namespace NatoServices.Candidates.Rules;

/// <summary>Asks to enter that a post falls vacant.</summary>
public sealed record OpenVacancy(
    string VacancyId, string Post, Incumbent? Incumbent, PartialDate FallsVacantOn, Source? Source, IReadOnlyList<Fact> Facts)
{
    /// <summary>Leaves room for a hyphen and the year: a long post is cut, the year never is.</summary>
    private const int PostLength = 58;

    /// <summary>The id that was given, or one made from the post and the year; empty if the post suggests none.</summary>
    public string Id => VacancyId is not "" ? VacancyId
        : Ids.From(Post) is { Length: > 0 } post ? Ids.From($"{post[..Math.Min(post.Length, PostLength)]} {FallsVacantOn.Year}")
        : "";
}

/// <summary>Asks to put a person on the slate.</summary>
public sealed record RegisterCandidate(
    string Vacancy, string CandidateId, string Name, IReadOnlyList<string> Aliases, string Nationality, string Office, IReadOnlyList<Fact> Facts)
{
    /// <summary>The id that was given, or one made from the name; empty if the name suggests none.</summary>
    public string Id => CandidateId is not "" ? CandidateId : Ids.From(Name);

    /// <summary>Whether it can't be decided without the roster.</summary>
    public bool AsksRoster => CountryCodes.IsAssigned(Nationality);
}

/// <summary>Asks to enter a step of a candidacy.</summary>
public sealed record RecordCandidacy(
    string Vacancy, string Candidate, CandidacyStatus Status, Sourcing Sourcing, Source? Source, PartialDate Date, string PresentedBy)
{
    /// <summary>Whether it can't be decided without the roster.</summary>
    public bool AsksRoster => Status == CandidacyStatus.Presented && Date.IsValid && CountryCodes.IsAssigned(PresentedBy);
}

/// <summary>Asks to enter an appointment.</summary>
public sealed record Appoint(string Actor, string Vacancy, string Candidate, string Selection, PartialDate DecidedOn);

/// <summary>Asks to take an appointment back.</summary>
public sealed record RevokeAppointment(string Actor, string Vacancy, string Candidate, string Selection, string Reason);
