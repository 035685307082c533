using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>Where a candidate stands on a day, as known at a moment: computed, never stored.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="AsOf">The day.</param>
/// <param name="KnownAt">The moment of knowledge; null for now.</param>
/// <param name="CountsFrom">The weakest sourcing that counts in this reading.</param>
/// <param name="RosterRevision">The revision of the roster that the electorate was read from.</param>
/// <param name="Lines">One line for each member of the electorate, by code.</param>
/// <param name="Claims">What others say in sum, each held against the record of its own day.</param>
public sealed record Standing(
    Candidate Candidate, DateOnly AsOf, DateTimeOffset? KnownAt, Sourcing CountsFrom, long RosterRevision,
    IReadOnlyList<MemberLine> Lines, IReadOnlyList<ClaimComparison> Claims)
{
    /// <summary>How many members stand where.</summary>
    public Counts Counts { get; } = Counts.Of(Lines);

    /// <summary>It summed up in a word.</summary>
    public StandingState State =>
        Lines.Any(l => l.Blocks) ? StandingState.Blocked
        : Lines.All(l => l.IsOnBoard) ? StandingState.Reached
        : StandingState.Unopposed;

    /// <summary>The members that are not on board.</summary>
    public IEnumerable<MemberLine> Outstanding => Lines.Where(l => !l.IsOnBoard);

    /// <summary>Computes it; refused with <see cref="NoElectorate"/> if nobody is a member on that day.</summary>
    public static Answer<Standing> Of(
        Selection selection, Candidate candidate, Roster roster, DateOnly asOf, DateTimeOffset? knownAt, Rule rule)
    {
        var lines = LinesOf(selection, candidate, roster, asOf, knownAt, rule, allIndications: true);
        if (lines.Count == 0) return new NoElectorate(asOf);
        var claims = selection.Claims
            .Where(c => c.Candidate == candidate.Id && c.Recorded.IsKnownAt(knownAt) && c.StatedOn <= asOf)
            .GroupBy(c => c.StatedOn).OrderBy(stated => stated.Key)
            .SelectMany(stated =>
            {
                var record = LinesOf(selection, candidate, roster, stated.Key, knownAt, rule);
                return stated.Select(c => ClaimComparison.Of(c, record));
            });
        return new Standing(candidate, asOf, knownAt, rule.CountsFrom, roster.Revision, lines, [.. claims]);
    }

    /// <summary>
    /// One line for each member of the electorate of a day, by code; none if nobody is a member. Of what doesn't count it tells the latest of
    /// each sourcing: listing it all takes as long as the list is.
    /// </summary>
    internal static IReadOnlyList<MemberLine> LinesOf(
        Selection selection, Candidate candidate, Roster roster, DateOnly day, DateTimeOffset? knownAt, Rule rule, bool allIndications = false)
    {
        var known = selection.KnownPositions(candidate.Id, day, knownAt);
        var presentation = rule.PresentingMemberSupports ? candidate.PresentationOn(day) : null;
        return [.. roster.ElectorateOn(day).Select(state => MemberLine.Of(state, known, presentation, rule.CountsFrom, allIndications))];
    }
}

/// <summary>A standing in a word. The numbers are the contract's.</summary>
public enum StandingState
{
    /// <summary>Never computed.</summary>
    Unspecified = 0,

    /// <summary>Every elector is on board.</summary>
    Reached = 1,

    /// <summary>An elector objects or asks for something that is not met.</summary>
    Blocked = 2,

    /// <summary>Neither.</summary>
    Unopposed = 3,
}

/// <summary>How many members stand where. All but the last three add up to the electorate.</summary>
public sealed record Counts(
    int Supports, int NoObjection, int Conditional, int NoPosition, int Objects, int NotRecorded,
    int SupportsOnRecord, int SupportsOffRecord, int Indicated)
{
    /// <summary>Counts the lines of a standing.</summary>
    public static Counts Of(IReadOnlyList<MemberLine> lines)
    {
        return new(
            In(Bucket.Supports), In(Bucket.NoObjection), In(Bucket.Conditional), In(Bucket.NoPosition), In(Bucket.Objects), In(Bucket.NotRecorded),
            lines.Count(l => l is { Bucket: Bucket.Supports, Governing.IsOnRecord: true }),
            lines.Count(l => l is { Bucket: Bucket.Supports, Governing.IsOnRecord: false }),
            lines.Count(l => l is { Bucket: Bucket.NotRecorded, Indications.Count: > 0 }));

        int In(Bucket bucket) => lines.Count(l => l.Bucket == bucket);
    }
}
