using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>A claim held against the record of its own day.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Lowest">How many members count as taking the claimed stance.</param>
/// <param name="Highest">How many may take it: all but those whose latest statement is another stance, unless they count as taking it.</param>
/// <param name="ElectorateSize">How many members there were that day.</param>
/// <param name="Contradictions">Where the claim and the record disagree.</param>
public sealed record ClaimComparison(Claim Claim, int Lowest, int Highest, int ElectorateSize, IReadOnlyList<Contradiction> Contradictions)
{
    /// <summary>Whether the count lies in the interval.</summary>
    public bool LiesWithin => Lowest <= Claim.Count && Claim.Count <= Highest;

    /// <summary>Compares.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="lines">The members' lines on the day on which it was stated.</param>
    public static ClaimComparison Of(Claim claim, IReadOnlyList<MemberLine> lines)
    {
        var taking = lines.Where(l => Takes(l, claim.Stance)).ToList();
        var elsewhere = lines.Count(l => !Takes(l, claim.Stance) && l.Latest is { } latest && !Fulfils(latest.Stance, claim.Stance));
        return new(claim, taking.Count, lines.Count - elsewhere, lines.Count, [.. Contradict(claim, lines)]);
    }

    /// <summary>Whether a member counts as taking a stance: nothing undischarged stands before it.</summary>
    private static bool Takes(MemberLine line, Stance stance) =>
        line.Governing is { } governing && line.Bucket != Bucket.Conditional && Fulfils(governing.Stance, stance);

    /// <summary>Who supports has no objection either.</summary>
    private static bool Fulfils(Stance taken, Stance claimed) => taken == claimed || (taken, claimed) is (Stance.Supports, Stance.NoObjection);

    private static IEnumerable<Contradiction> Contradict(Claim claim, IReadOnlyList<MemberLine> lines)
    {
        if (claim.Of > 0 && claim.Of != lines.Count)
            yield return new(null, $"The claim speaks of {claim.Of} members; on {claim.StatedOn:yyyy-MM-dd} there were {lines.Count}.");

        var everybodyElse = claim.SpeaksOfAll(lines.Count);
        foreach (var line in lines)
        {
            var excepted = claim.Excepts.Contains(line.State.Code);
            if (excepted && Takes(line, claim.Stance))
                yield return new(line.State, $"The claim excepts {line.State.DisplayName}, of which the record has: {Recorded(line)}.");
            if (!excepted && everybodyElse && line.Governing is { } governing && !Fulfils(governing.Stance, claim.Stance))
                yield return new(line.State, $"The claim includes {line.State.DisplayName}, of which the record has: {Recorded(line)}.");
        }
    }

    private static string Recorded(MemberLine line) =>
        $"{Names.Of(line.Governing!.Stance)}, {Names.Of(line.Governing.Sourcing)}, {line.Governing.TakenOn}";
}

/// <summary>One disagreement between a claim and the record.</summary>
/// <param name="State">The member that it is about; null if it is about the electorate.</param>
/// <param name="Explanation">What disagrees, in a sentence.</param>
public sealed record Contradiction(RosterState? State, string Explanation);
