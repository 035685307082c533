using System.Globalization;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>What other services own and a decision here rests on: read afresh, or, to accept an entry only, as last known.</summary>
/// <param name="Roster">The roster.</param>
/// <param name="Vacancy">The selection's vacancy.</param>
/// <param name="Candidate">The candidate that the command speaks of; null if the slate has none of that id.</param>
public sealed record Facts(Roster Roster, Vacancy Vacancy, Candidate? Candidate)
{
    /// <summary>Why the candidate can't be decided on as of a day; null if the candidate can.</summary>
    internal NotStanding? NotStanding(DateOnly day) =>
        Vacancy.IsFilled ? new VacancyIsFilled(Vacancy)
        : Candidate!.On(day) is { Status: CandidacyStatus.Declared or CandidacyStatus.Presented } ? null
        : new CandidateNotStanding(Candidate, day);
}

/// <summary>A post that falls vacant.</summary>
/// <param name="Id">Its id.</param>
/// <param name="NoEarlierThan">The earliest date that makes sense in its process.</param>
/// <param name="IsFilled">Whether somebody is appointed.</param>
/// <param name="Post">What falls vacant.</param>
/// <param name="Appointed">Who is appointed; empty if nobody is.</param>
public sealed record Vacancy(string Id, PartialDate NoEarlierThan, bool IsFilled, string Post = "", string Appointed = "");

/// <summary>A candidate with the steps of the candidacy, in the order of their dates.</summary>
public sealed record Candidate(string Id, string Name, IReadOnlyList<CandidacyStep> Steps)
{
    /// <summary>The step that was the last by a day; null if there was none.</summary>
    public CandidacyStep? On(DateOnly day) => Steps.LastOrDefault(s => s.Date.FirstDay <= day);

    /// <summary>The presentation by a member that held on a day; null if there was none.</summary>
    public CandidacyStep? PresentationOn(DateOnly day) => On(day) switch
    {
        { Status: CandidacyStatus.Presented } presented => presented,
        { Status: CandidacyStatus.Appointed } => Steps.LastOrDefault(s => s.Status == CandidacyStatus.Presented && s.Date.FirstDay <= day),
        _ => null,
    };
}

/// <summary>One step of a candidacy.</summary>
/// <param name="Status">What was reached.</param>
/// <param name="Date">When.</param>
/// <param name="Sourcing">On whose word it is known.</param>
/// <param name="Source">Where it is found.</param>
/// <param name="PresentedBy">The member that put the person forward; empty unless presented.</param>
public sealed record CandidacyStep(CandidacyStatus Status, PartialDate Date, Sourcing Sourcing, Source Source, string PresentedBy);

/// <summary>Checks of a request against facts; where there are none to check against, only the request itself is examined.</summary>
internal static class FactChecks
{
    public static void Candidate(this Facts? facts, Violations found, string field, string candidate)
    {
        if (!Ids.IsWellFormed(candidate)) found.Id(field, candidate);
        else found.Require(facts is null or { Candidate: not null }, field, $"the slate of '{facts?.Vacancy.Id}' has no candidate '{candidate}'");
    }

    public static void PastDate(this Facts? facts, Violations found, string field, PartialDate date, DateTimeOffset now) =>
        found.PastDate(field, date, now, facts?.Vacancy.NoEarlierThan, ", before which nothing in this process makes sense");

    /// <summary>The member must be an elector on some day that the date can mean.</summary>
    public static void Elector(this Facts? facts, Violations found, string field, string code, PartialDate date)
    {
        if (facts is null || !CountryCodes.IsAssigned(code)) return;
        if (facts.Roster.Find(code) is not { } state) found.Add(field, $"{code} is not on the roster");
        else if (date.IsValid)
            found.Require(state.IsElectorIn(date), field, $"{code} is not a member on {date}");
    }

    /// <summary>An id that was given to an entry or a part of one: a letter and a number.</summary>
    public static void EntryId(this Violations found, string field, string id, char letter) =>
        found.Require(
            id.Length > 1 && id[0] == letter && id[1] != '0' && long.TryParse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _),
            field, $"must be '{letter}' and a number, such as {letter}7");
}
