namespace NatoServices.Domain;

/// <summary>The roster as Members, its owner, gave it to another service: at one revision and one moment of knowledge.</summary>
/// <param name="Revision">The roster's revision.</param>
/// <param name="States">Every state on it, by code.</param>
public sealed record Roster(long Revision, IReadOnlyList<RosterState> States)
{
    /// <summary>The states that are MEMBER on a day, by code: those whose consensus counts.</summary>
    public IReadOnlyList<RosterState> ElectorateOn(DateOnly day) => [.. States.Where(s => s.IsElectorOn(day))];

    /// <summary>A state by its code; null if it isn't on the roster.</summary>
    public RosterState? Find(string code) => States.FirstOrDefault(s => s.Code == code);
}

/// <summary>A state of the roster.</summary>
/// <param name="Code">Its code.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="Periods">Every change of its status, in order.</param>
public sealed record RosterState(string Code, string DisplayName, IReadOnlyList<RosterPeriod> Periods)
{
    /// <summary>Whether it is MEMBER on a day.</summary>
    public bool IsElectorOn(DateOnly day) =>
        Periods.LastOrDefault(p => p.From.IsAbsent || p.From.FirstDay <= day) is { IsMember: true };

    /// <summary>Whether it is MEMBER on some day that a date can mean.</summary>
    public bool IsElectorIn(PartialDate date) =>
        IsElectorOn(date.FirstDay)
        || Periods.Any(p => p is { IsMember: true, From.IsAbsent: false } && p.From.FirstDay > date.FirstDay && p.From.FirstDay <= date.LastDay);
}

/// <summary>From when on a state is, or is not, a member; an absent date: from the beginning.</summary>
public sealed record RosterPeriod(bool IsMember, PartialDate From);
