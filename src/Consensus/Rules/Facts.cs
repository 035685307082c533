using System.Globalization;

namespace NatoServices.Consensus.Rules;

/// <summary>
/// The facts of other services that a decision is based on; no candidate if the slate has none with the id of the command. Cached facts are
/// enough to accept an entry; a refusal or a taken decision needs fresh facts.
/// </summary>
public sealed record Facts(Roster Roster, Vacancy Vacancy, Candidate? Candidate)
{
    /// <summary>Why no decision on the candidate is possible as of a day; null if one is possible.</summary>
    internal NotStanding? NotStanding(DateOnly day) =>
        Vacancy.IsFilled ? new VacancyIsFilled(Vacancy)
        : Candidate!.On(day) is { Status: CandidacyStatus.Declared or CandidacyStatus.Presented } ? null
        : new CandidateNotStanding(Candidate, day);
}

/// <summary>A post that falls vacant, the earliest date accepted in its process, and who is appointed; empty if nobody is.</summary>
public sealed record Vacancy(string Id, PartialDate NoEarlierThan, bool IsFilled, string Post = "", string Appointed = "");

/// <summary>A candidate with the steps of the candidacy, ordered by date.</summary>
public sealed record Candidate(string Id, string Name, IReadOnlyList<CandidacyStep> Steps)
{
    /// <summary>The latest step up to a day; null if there was none.</summary>
    public CandidacyStep? On(DateOnly day) => Steps.LastOrDefault(s => s.Date.FirstDay <= day);

    /// <summary>The presentation by a member that was in force on a day; null if there was none.</summary>
    public CandidacyStep? PresentationOn(DateOnly day) => On(day) switch
    {
        { Status: CandidacyStatus.Presented } presented => presented,
        { Status: CandidacyStatus.Appointed } => Steps.LastOrDefault(s => s.Status == CandidacyStatus.Presented && s.Date.FirstDay <= day),
        _ => null,
    };
}

/// <summary>One step of a candidacy. The presenting member is empty unless the status is PRESENTED.</summary>
public sealed record CandidacyStep(CandidacyStatus Status, PartialDate Date, Sourcing Sourcing, Source Source, string PresentedBy);

/// <summary>Checks fields of a request against facts. If the facts are null, checks only the field itself.</summary>
internal static class FactChecks
{
    public static void Candidate(this Facts? facts, Violations found, string field, string candidate)
    {
        if (!Ids.IsWellFormed(candidate)) found.Id(field, candidate);
        else found.Require(facts is null or { Candidate: not null }, field, $"the slate of '{facts?.Vacancy.Id}' has no candidate '{candidate}'");
    }

    public static void PastDate(this Facts? facts, Violations found, string field, PartialDate date, DateTimeOffset now) =>
        found.PastDate(field, date, now, facts?.Vacancy.NoEarlierThan, ", before which nothing in this process makes sense");

    /// <summary>Requires that the member is in the electorate on at least one day that the date can mean.</summary>
    public static void Elector(this Facts? facts, Violations found, string field, string code, PartialDate date)
    {
        if (facts is null || !CountryCodes.IsAssigned(code)) return;
        if (facts.Roster.Find(code) is not { } state) found.Add(field, $"{code} is not on the roster");
        else if (date.IsValid)
            found.Require(state.IsElectorIn(date), field, $"{code} is not a member on {date}");
    }

    /// <summary>Requires the id of an entry or of a part of one: a letter and a number.</summary>
    public static void EntryId(this Violations found, string field, string id, char letter) =>
        found.Require(
            id.Length > 1 && id[0] == letter && id[1] != '0' && long.TryParse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _),
            field, $"must be '{letter}' and a number, such as {letter}7");
}
