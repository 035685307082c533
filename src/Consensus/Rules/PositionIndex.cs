using System.Collections.Immutable;

namespace NatoServices.Consensus.Rules;

/// <summary>
/// An index of a selection's list of positions by candidate, member and sourcing, so that readers need not scan the whole list. It stores
/// list indexes, not positions: a later change of a position does not affect it, and a new position adds only one list index. As derived
/// data, all instances are equal, so that it does not affect the equality of selections.
/// </summary>
internal sealed class PositionIndex
{
    private readonly int covered;

    private readonly ImmutableDictionary<Voice, ImmutableList<Day>> voices;

    /// <summary>The positions that were taken later than all positions entered before them.</summary>
    private readonly ImmutableList<(int Place, DateOnly Date)> rises;

    private PositionIndex(
        int covered, ImmutableDictionary<Voice, ImmutableList<Day>> voices, ImmutableList<(int Place, DateOnly Date)> rises) =>
        (this.covered, this.voices, this.rises) = (covered, voices, rises);

    public static PositionIndex Empty { get; } = new(0, ImmutableDictionary<Voice, ImmutableList<Day>>.Empty, []);

    /// <summary>The index of a list that starts with the positions that this index covers.</summary>
    public PositionIndex Covering(ImmutableList<Position> positions)
    {
        if (positions.Count == covered) return this;
        var (all, newest) = (voices.ToBuilder(), rises);
        for (var place = covered; place < positions.Count; place++)
        {
            var position = positions[place];
            var voice = new Voice(position.Candidate, position.Member, position.Sourcing);
            all[voice] = With(all.GetValueOrDefault(voice) ?? [], position.TakenOn.FirstDay, place);
            if (newest is [] || newest[^1].Date < position.TakenOn.FirstDay) newest = newest.Add((place, position.TakenOn.FirstDay));
        }
        return new(positions.Count, all.ToImmutable(), newest);
    }

    /// <summary>The last day, up to a given day, on which a position before an index of the list can have been taken.</summary>
    public DateOnly Last(DateOnly day, int end) =>
        rises.CountWhile(rise => rise.Place < end) is > 0 and var count && rises[count - 1].Date < day ? rises[count - 1].Date : day;

    /// <summary>
    /// The list indexes of a member's positions on a candidate with one sourcing, taken up to a day, latest first. Indexes from
    /// <paramref name="end"/> on are left out: those positions were entered too late.
    /// </summary>
    public IEnumerable<int> Latest(string candidate, string member, Sourcing sourcing, DateOnly day, int end)
    {
        if (!voices.TryGetValue(new(candidate, member, sourcing), out var days)) yield break;
        for (var i = days.CountWhile(d => d.Date <= day) - 1; i >= 0; i--)
        {
            var places = days[i].Places;
            for (var k = places.CountWhile(place => place < end) - 1; k >= 0; k--) yield return places[k];
        }
    }

    public override bool Equals(object? obj) => obj is PositionIndex;

    public override int GetHashCode() => 0;

    private static ImmutableList<Day> With(ImmutableList<Day> days, DateOnly date, int place)
    {
        var index = days.CountWhile(d => d.Date < date);
        return index < days.Count && days[index] is var day && day.Date == date
            ? days.SetItem(index, day with { Places = day.Places.Add(place) })
            : days.Insert(index, new(date, [place]));
    }

    private readonly record struct Voice(string Candidate, string Member, Sourcing Sourcing);

    /// <summary>The positions whose date has this first day, in the order of entry.</summary>
    private sealed record Day(DateOnly Date, ImmutableList<int> Places);
}

/// <summary>Binary searches in ordered lists.</summary>
internal static class Ordered
{
    /// <summary>The number of leading items that satisfy a condition, which no item after them may satisfy.</summary>
    public static int CountWhile<T>(this ImmutableList<T> items, Func<T, bool> holds)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(items[middle])) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>The index of the item entered at a revision, in a list in the order of entry; -1 if there is none.</summary>
    public static int PlaceOf<T>(this ImmutableList<T> items, long revision, Func<T, Stamp> stamp)
    {
        // Fast path: callers mostly look for the last item, which was just entered.
        if (items.Count > 0 && stamp(items[^1]).Revision == revision) return items.Count - 1;
        var place = items.CountWhile(item => stamp(item).Revision < revision);
        return place < items.Count && stamp(items[place]).Revision == revision ? place : -1;
    }
}
