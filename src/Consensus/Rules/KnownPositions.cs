using System.Collections.Immutable;

namespace NatoServices.Consensus.Rules;

/// <summary>The positions on a candidate that were taken up to a day and are valid as known at a moment (null: now).</summary>
internal sealed class KnownPositions(PositionIndex index, ImmutableList<Position> positions, string candidate, DateOnly day, DateTimeOffset? knownAt)
{
    private static readonly ImmutableArray<Sourcing> Words = [.. Enum.GetValues<Sourcing>()];

    /// <summary>The number of positions entered by that moment: the first in the list, because times never decrease.</summary>
    private readonly int entered = positions.CountWhile(p => p.Recorded.IsKnownAt(knownAt));

    public DateOnly Day => day;

    public DateTimeOffset? KnownAt => knownAt;

    /// <summary>
    /// The latest positions of a member: at most <paramref name="most"/> of each sourcing that satisfies <paramref name="among"/>.
    /// </summary>
    public IEnumerable<Position> Latest(string member, Func<Sourcing, bool> among, int most)
    {
        // On no later day can one of those positions have been taken.
        var last = index.Last(day, entered);
        return Words.Where(among).SelectMany(sourcing => index
            .Latest(candidate, member, sourcing, last, entered)
            .Select(place => positions[place])
            .Where(p => p.IsKnownAt(knownAt))
            .Take(most));
    }
}
