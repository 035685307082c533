namespace NatoServices.Consensus.Rules;

/// <summary>A claim compared with the record on the day of the claim.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Lowest">The number of members that count as taking the claimed stance.</param>
/// <param name="Highest">
/// The number of members that may take it: all except those whose latest statement is another stance and that do not count as taking it.
/// </param>
/// <param name="ElectorateSize">The size of the electorate on that day.</param>
/// <param name="Contradictions">The disagreements between the claim and the record.</param>
public sealed record ClaimComparison(Claim Claim, int Lowest, int Highest, int ElectorateSize, IReadOnlyList<Contradiction> Contradictions)
{
    /// <summary>Whether the claimed count is from <see cref="Lowest"/> to <see cref="Highest"/>.</summary>
    public bool LiesWithin => Lowest <= Claim.Count && Claim.Count <= Highest;

    /// <summary>Compares a claim with the record: the members' lines on the day of the claim.</summary>
    public static ClaimComparison Of(Claim claim, IReadOnlyList<MemberLine> lines)
    {
        var taking = lines.Where(l => Takes(l, claim.Stance)).ToList();
        var elsewhere = lines.Count(l => !Takes(l, claim.Stance) && l.Latest is { } latest && !Fulfils(latest.Stance, claim.Stance));
        return new(claim, taking.Count, lines.Count - elsewhere, lines.Count, [.. Contradict(claim, lines)]);
    }

    /// <summary>Whether a member counts as taking a stance, with no undischarged condition.</summary>
    private static bool Takes(MemberLine line, Stance stance) =>
        line.Governing is { } governing && line.Bucket != Bucket.Conditional && Fulfils(governing.Stance, stance);

    /// <summary>A member that supports a candidate also has no objection.</summary>
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

/// <summary>A disagreement between a claim and the record, in a sentence. The member is null if the size of the electorate is concerned.</summary>
public sealed record Contradiction(RosterState? State, string Explanation);
