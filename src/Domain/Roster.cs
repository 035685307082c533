namespace NatoServices.Domain;

/// <summary>The roster as another service reads it from Members, its owner: one revision, as known at one moment.</summary>
/// <param name="Revision">The roster's revision.</param>
/// <param name="States">Every state on the roster, ordered by code.</param>
public sealed record Roster(long Revision, IReadOnlyList<RosterState> States)
{
    /// <summary>The electorate: the states that are MEMBER on a day, ordered by code.</summary>
    public IReadOnlyList<RosterState> ElectorateOn(DateOnly day) => [.. States.Where(s => s.IsElectorOn(day))];

    /// <summary>Finds a state by its code; null if it is not on the roster.</summary>
    public RosterState? Find(string code) => States.FirstOrDefault(s => s.Code == code);
}

/// <summary>A state on the roster.</summary>
/// <param name="Code">The ISO 3166-1 alpha-3 code.</param>
/// <param name="DisplayName">The display name.</param>
/// <param name="Periods">Every change of the status, ordered by date.</param>
public sealed record RosterState(string Code, string DisplayName, IReadOnlyList<RosterPeriod> Periods)
{
    /// <summary>Whether the state is MEMBER on a day.</summary>
    public bool IsElectorOn(DateOnly day) =>
        Periods.LastOrDefault(p => p.From.IsAbsent || p.From.FirstDay <= day) is { IsMember: true };

    /// <summary>Whether the state is MEMBER on at least one day that a partial date can mean.</summary>
    public bool IsElectorIn(PartialDate date) =>
        IsElectorOn(date.FirstDay)
        || Periods.Any(p => p is { IsMember: true, From.IsAbsent: false } && p.From.FirstDay > date.FirstDay && p.From.FirstDay <= date.LastDay);
}

/// <summary>The date from which a state is, or is not, a member. An absent date means from the beginning.</summary>
public sealed record RosterPeriod(bool IsMember, PartialDate From);
