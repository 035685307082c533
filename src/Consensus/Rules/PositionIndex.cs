using System.Collections.Immutable;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>
/// Where in a selection's list the positions of each member on each candidate are, so that nobody has to walk through all of them. It has
/// places and no positions: what becomes of a position later leaves it as it is, and one more position makes only one more place.
/// </summary>
internal sealed class PositionIndex
{
    private readonly int covered;

    private readonly ImmutableDictionary<Voice, ImmutableList<Day>> voices;

    /// <summary>Every position that was taken later than all that were entered before it.</summary>
    private readonly ImmutableList<(int Place, DateOnly Date)> rises;

    private PositionIndex(
        int covered, ImmutableDictionary<Voice, ImmutableList<Day>> voices, ImmutableList<(int Place, DateOnly Date)> rises) =>
        (this.covered, this.voices, this.rises) = (covered, voices, rises);

    /// <summary>That of no positions.</summary>
    public static PositionIndex Empty { get; } = new(0, ImmutableDictionary<Voice, ImmutableList<Day>>.Empty, []);

    /// <summary>That of a list that this one's was before more was added.</summary>
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

    /// <summary>The last day, up to one, on which anything before a place can have been taken: later ones need not be looked at.</summary>
    public DateOnly Last(DateOnly day, int end) =>
        rises.CountWhile(rise => rise.Place < end) is > 0 and var count && rises[count - 1].Date < day ? rises[count - 1].Date : day;

    /// <summary>The places of what a member said on a candidate on a word of one kind, up to a day: latest first.</summary>
    /// <param name="candidate">The candidate's id.</param>
    /// <param name="member">The member's code.</param>
    /// <param name="sourcing">The kind of word.</param>
    /// <param name="day">The day.</param>
    /// <param name="end">The place from which on nothing is looked for: it was entered too late.</param>
    public IEnumerable<int> Latest(string candidate, string member, Sourcing sourcing, DateOnly day, int end)
    {
        if (!voices.TryGetValue(new(candidate, member, sourcing), out var days)) yield break;
        for (var i = days.CountWhile(d => d.Date <= day) - 1; i >= 0; i--)
        {
            var places = days[i].Places;
            for (var k = places.CountWhile(place => place < end) - 1; k >= 0; k--) yield return places[k];
        }
    }

    private static ImmutableList<Day> With(ImmutableList<Day> days, DateOnly date, int place)
    {
        var index = days.CountWhile(d => d.Date < date);
        return index < days.Count && days[index] is var day && day.Date == date
            ? days.SetItem(index, day with { Places = day.Places.Add(place) })
            : days.Insert(index, new(date, [place]));
    }

    private readonly record struct Voice(string Candidate, string Member, Sourcing Sourcing);

    /// <summary>What was said on a date, or on one that counts from it, in the order of entry.</summary>
    private sealed record Day(DateOnly Date, ImmutableList<int> Places);
}

/// <summary>Searches of lists that are in order.</summary>
internal static class Ordered
{
    /// <summary>How many items at the beginning of a list something holds of, if it holds of none after the first of which it doesn't.</summary>
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

    /// <summary>The place of what was entered with a revision, in a list in the order of entry; -1 if it isn't there.</summary>
    public static int PlaceOf<T>(this ImmutableList<T> items, long revision, Func<T, Stamp> stamp)
    {
        // It is mostly the last that is looked for: what was just entered.
        if (items.Count > 0 && stamp(items[^1]).Revision == revision) return items.Count - 1;
        var place = items.CountWhile(item => stamp(item).Revision < revision);
        return place < items.Count && stamp(items[place]).Revision == revision ? place : -1;
    }
}
