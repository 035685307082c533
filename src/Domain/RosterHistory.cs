namespace NatoServices.Domain;

/// <summary>The full history of memberships and names, as another service reads it from Members, its owner.</summary>
/// <param name="States">Every state that was ever on the roster, ordered by code.</param>
/// <param name="RecordedAt">When each entry of the roster was recorded, in order.</param>
public sealed record RosterHistory(IReadOnlyList<StateHistory> States, IReadOnlyList<DateTimeOffset> RecordedAt)
{
    /// <summary>The roster as known at a moment (null: now), with the names of a day.</summary>
    public Roster On(DateOnly day, DateTimeOffset? knownAt) => new(
        knownAt is null ? RecordedAt.Count : RecordedAt.Count(at => at <= knownAt),
        [.. States.Where(s => s.Changes.Any(c => c.HoldsAt(knownAt))).Select(s => s.On(day, knownAt))]);
}

/// <summary>The full history of a state's membership and name, ordered by date, then by entry.</summary>
public sealed record StateHistory(string Code, IReadOnlyList<StatusRecord> Changes, IReadOnlyList<NameRecord> Names)
{
    /// <summary>The state with its name on a day. Before its first name took effect, it has that name too.</summary>
    public RosterState On(DateOnly day, DateTimeOffset? knownAt)
    {
        var known = Names.Where(n => knownAt is null || n.RecordedAt <= knownAt).ToList();
        var name = known.LastOrDefault(n => n.From.IsAbsent || n.From.FirstDay <= day) ?? known.FirstOrDefault();
        return new(Code, name?.DisplayName ?? Code, [.. Changes.Where(c => c.HoldsAt(knownAt)).Select(c => new RosterPeriod(c.IsMember, c.From))]);
    }
}

/// <summary>
/// A recorded change of status. The date is absent if not known. Superseded is when another date was entered for the change; null if never.
/// </summary>
public sealed record StatusRecord(bool IsMember, PartialDate From, DateTimeOffset RecordedAt, DateTimeOffset? SupersededAt)
{
    /// <summary>Whether the change is valid as known at a moment: recorded and not yet superseded.</summary>
    public bool HoldsAt(DateTimeOffset? knownAt) =>
        knownAt is null ? SupersededAt is null : RecordedAt <= knownAt && !(SupersededAt <= knownAt);
}

/// <summary>A recorded name and the date from which it is used; absent if not known.</summary>
public sealed record NameRecord(string DisplayName, PartialDate From, DateTimeOffset RecordedAt);
