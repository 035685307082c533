namespace NatoServices.Domain;

/// <summary>
/// The roster as another service reads it from Members, its owner: one revision, as known at one moment. The states are ordered by code.
/// </summary>
public sealed record Roster(long Revision, IReadOnlyList<RosterState> States)
{
    /// <summary>The electorate: the states that are MEMBER on a day, ordered by code.</summary>
    public IReadOnlyList<RosterState> ElectorateOn(DateOnly day) => [.. States.Where(s => s.IsElectorOn(day))];

    /// <summary>Finds a state by its code; null if it is not on the roster.</summary>
    public RosterState? Find(string code) => States.FirstOrDefault(s => s.Code == code);
}

/// <summary>A state on the roster: its ISO 3166-1 alpha-3 code, its name, and every change of its status, ordered by date.</summary>
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
