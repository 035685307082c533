namespace NatoServices.Domain;

/// <summary>All that was ever entered of who is a member and under which name, as Members, its owner, gave it to another service.</summary>
/// <param name="States">Every state that was ever on the roster, by code.</param>
/// <param name="RecordedAt">When each entry of the roster was recorded, in order.</param>
public sealed record RosterHistory(IReadOnlyList<StateHistory> States, IReadOnlyList<DateTimeOffset> RecordedAt)
{
    /// <summary>The roster with the names of a day, as known at a moment; null: as known now.</summary>
    public Roster On(DateOnly day, DateTimeOffset? knownAt) => new(
        knownAt is null ? RecordedAt.Count : RecordedAt.Count(at => at <= knownAt),
        [.. States.Where(s => s.Changes.Any(c => c.HoldsAt(knownAt))).Select(s => s.On(day, knownAt))]);
}

/// <summary>All that was ever entered of one state's membership and name, in the order of the dates and then of the entries.</summary>
public sealed record StateHistory(string Code, IReadOnlyList<StatusRecord> Changes, IReadOnlyList<NameRecord> Names)
{
    /// <summary>The state with its name of a day; it keeps its first name on the days before.</summary>
    public RosterState On(DateOnly day, DateTimeOffset? knownAt)
    {
        var known = Names.Where(n => knownAt is null || n.RecordedAt <= knownAt).ToList();
        var name = known.LastOrDefault(n => n.From.IsAbsent || n.From.FirstDay <= day) ?? known.FirstOrDefault();
        return new(Code, name?.DisplayName ?? Code, [.. Changes.Where(c => c.HoldsAt(knownAt)).Select(c => new RosterPeriod(c.IsMember, c.From))]);
    }
}

/// <summary>A change of status as it was entered.</summary>
/// <param name="IsMember">Whether the state is MEMBER after it.</param>
/// <param name="From">From when; absent if not known.</param>
/// <param name="RecordedAt">When it was entered.</param>
/// <param name="SupersededAt">When another date was entered for it; null: never.</param>
public sealed record StatusRecord(bool IsMember, PartialDate From, DateTimeOffset RecordedAt, DateTimeOffset? SupersededAt)
{
    /// <summary>Whether it holds by what was known at a moment.</summary>
    public bool HoldsAt(DateTimeOffset? knownAt) =>
        knownAt is null ? SupersededAt is null : RecordedAt <= knownAt && !(SupersededAt <= knownAt);
}

/// <summary>A name as it was entered.</summary>
public sealed record NameRecord(string DisplayName, PartialDate From, DateTimeOffset RecordedAt);
