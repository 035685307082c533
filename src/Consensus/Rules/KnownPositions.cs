using System.Collections.Immutable;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>The positions on a candidate that were taken up to a day and are valid as known at a moment.</summary>
internal sealed class KnownPositions
{
    private static readonly ImmutableArray<Sourcing> Words = [.. Enum.GetValues<Sourcing>()];

    private readonly PositionIndex index;
    private readonly ImmutableList<Position> positions;
    private readonly string candidate;

    /// <summary>The number of positions entered by that moment: the first in the list, because times never decrease.</summary>
    private readonly int entered;

    /// <summary>The last day, up to <see cref="Day"/>, on which one of those positions may have been taken.</summary>
    private readonly DateOnly last;

    public KnownPositions(PositionIndex index, ImmutableList<Position> positions, string candidate, DateOnly day, DateTimeOffset? knownAt)
    {
        (this.index, this.positions, this.candidate, Day, KnownAt) = (index, positions, candidate, day, knownAt);
        entered = positions.CountWhile(p => p.Recorded.IsKnownAt(knownAt));
        last = index.Last(day, entered);
    }

    public DateOnly Day { get; }

    /// <summary>Null means now.</summary>
    public DateTimeOffset? KnownAt { get; }

    /// <summary>
    /// The latest positions of a member: at most <paramref name="most"/> of each sourcing that satisfies <paramref name="among"/>.
    /// </summary>
    public IEnumerable<Position> Latest(string member, Func<Sourcing, bool> among, int most) =>
        Words.Where(among).SelectMany(sourcing => index
            .Latest(candidate, member, sourcing, last, entered)
            .Select(place => positions[place])
            .Where(p => p.IsKnownAt(KnownAt))
            .Take(most));
}
