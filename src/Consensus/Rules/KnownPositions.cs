using System.Collections.Immutable;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>What is to be read of the positions on a candidate: those taken up to a day, by what was known at a moment.</summary>
internal sealed class KnownPositions
{
    private static readonly ImmutableArray<Sourcing> Words = [.. Enum.GetValues<Sourcing>()];

    private readonly PositionIndex index;
    private readonly ImmutableList<Position> positions;
    private readonly string candidate;

    /// <summary>How many had been entered: no entry is recorded before the one that it follows.</summary>
    private readonly int entered;

    /// <summary>The last day on which one of those may have been taken.</summary>
    private readonly DateOnly last;

    public KnownPositions(PositionIndex index, ImmutableList<Position> positions, string candidate, DateOnly day, DateTimeOffset? knownAt)
    {
        (this.index, this.positions, this.candidate, Day, KnownAt) = (index, positions, candidate, day, knownAt);
        entered = positions.CountWhile(p => p.Recorded.IsKnownAt(knownAt));
        last = index.Last(day, entered);
    }

    /// <summary>The day up to which they were taken.</summary>
    public DateOnly Day { get; }

    /// <summary>The moment of knowledge; null for now.</summary>
    public DateTimeOffset? KnownAt { get; }

    /// <summary>The latest that a member took, on each kind of word among some.</summary>
    /// <param name="member">The member's code.</param>
    /// <param name="among">Whether a kind is among them.</param>
    /// <param name="most">How many of each kind.</param>
    public IEnumerable<Position> Latest(string member, Func<Sourcing, bool> among, int most) =>
        Words.Where(among).SelectMany(sourcing => index
            .Latest(candidate, member, sourcing, last, entered)
            .Select(place => positions[place])
            .Where(p => p.IsKnownAt(KnownAt))
            .Take(most));
}
