using NatoServices.Words;

namespace NatoServices.Candidates.Rules;

/// <summary>From a date on, a state is a member, or is not.</summary>
/// <param name="IsMember">Whether it is MEMBER from then on, rather than invited or withdrawn.</param>
/// <param name="From">From when; absent if not known: then from the beginning.</param>
public sealed record Membership(bool IsMember, PartialDate From);

/// <summary>What the slate's rules need to know of the roster, by the states' codes.</summary>
/// <param name="Roster">The changes of each state, in order.</param>
public sealed record Alliance(IReadOnlyDictionary<string, IReadOnlyList<Membership>> Roster)
{
    /// <summary>Whether the state is on the roster, in whatever status.</summary>
    public bool Knows(string code) => Roster.ContainsKey(code);

    /// <summary>Whether the state was a member on that date; of an imprecise date, on some day that it can mean.</summary>
    public bool WasMember(string code, PartialDate date)
    {
        var history = Roster.GetValueOrDefault(code) ?? [];
        return history.LastOrDefault(m => m.From.IsAbsent || m.From.FirstDay <= date.FirstDay) is { IsMember: true }
            || history.Any(m => m.IsMember && !m.From.IsAbsent && m.From.FirstDay > date.FirstDay && m.From.FirstDay <= date.LastDay);
    }
}
