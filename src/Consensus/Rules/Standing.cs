namespace NatoServices.Consensus.Rules;

/// <summary>
/// The standing of a candidate on a day, as known at a moment (null for now): one line for each member of the electorate, ordered by code,
/// and each claim compared with the record on the day of the claim. Computed, never stored in the record.
/// </summary>
public sealed record Standing(
    Candidate Candidate, DateOnly AsOf, DateTimeOffset? KnownAt, Sourcing CountsFrom, long RosterRevision,
    IReadOnlyList<MemberLine> Lines, IReadOnlyList<ClaimComparison> Claims)
{
    /// <summary>The number of members in each bucket.</summary>
    public Counts Counts { get; } = Counts.Of(Lines);

    /// <summary>The summary of the standing.</summary>
    public StandingState State =>
        Lines.Any(l => l.Blocks) ? StandingState.Blocked
        : Lines.All(l => l.IsOnBoard) ? StandingState.Reached
        : StandingState.Unopposed;

    /// <summary>The members that are not on board.</summary>
    public IEnumerable<MemberLine> Outstanding => Lines.Where(l => !l.IsOnBoard);

    /// <summary>Computes the standing. Refused with <see cref="NoElectorate"/> if the electorate is empty on that day.</summary>
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
    /// One line for each member of the electorate on a day, ordered by code; empty if the electorate is empty. By default, only the latest
    /// indication of each sourcing is included, because listing all takes time in proportion to their number.
    /// </summary>
    internal static IReadOnlyList<MemberLine> LinesOf(
        Selection selection, Candidate candidate, Roster roster, DateOnly day, DateTimeOffset? knownAt, Rule rule, bool allIndications = false)
    {
        var known = selection.KnownPositions(candidate.Id, day, knownAt);
        var presentation = rule.PresentingMemberSupports ? candidate.PresentationOn(day) : null;
        return [.. roster.ElectorateOn(day).Select(state => MemberLine.Of(state, known, presentation, rule.CountsFrom, allIndications))];
    }
}

/// <summary>The summary of a standing. Numbered as in the gRPC contract.</summary>
public enum StandingState
{
    /// <summary>Not a state of a standing.</summary>
    Unspecified = 0,

    /// <summary>Every elector is on board.</summary>
    Reached = 1,

    /// <summary>An elector objects or has an undischarged condition.</summary>
    Blocked = 2,

    /// <summary>No elector blocks a consensus, but not every elector is on board.</summary>
    Unopposed = 3,
}

/// <summary>The number of members in each bucket. All numbers except the last three add up to the electorate.</summary>
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
