namespace NatoServices.Consensus.Rules;

/// <summary>
/// One member's line in a standing: the latest statement that is sourced well enough to count (null if there is none), its conditions that are
/// not met, and the statements too weakly sourced to count, latest first.
/// </summary>
public sealed record MemberLine(
    RosterState State, Statement? Governing, IReadOnlyList<Condition> Undischarged, IReadOnlyList<Statement> Indications)
{
    /// <summary>The bucket in which the member is counted.</summary>
    public Bucket Bucket => Buckets.Of(Governing?.Stance ?? default, Undischarged.Count > 0);

    /// <summary>Whether the member would join a consensus now.</summary>
    public bool IsOnBoard => Bucket is Bucket.Supports or Bucket.NoObjection;

    /// <summary>Whether the member blocks a consensus.</summary>
    public bool Blocks => Bucket is Bucket.Objects or Bucket.Conditional;

    /// <summary>The latest statement of any sourcing; null if there is none.</summary>
    public Statement? Latest => Indications.Append(Governing).OfType<Statement>().MaxBy(s => s.Order);

    /// <summary>Whether an indication is later than the governing statement, or there is no governing statement.</summary>
    public bool IsNewer(Statement indication) => Governing is null || indication.Order.CompareTo(Governing.Order) > 0;

    /// <summary>
    /// The line of one member. A presentation is given if the rule treats it as a statement. All indications are listed, or only the latest of
    /// each sourcing.
    /// </summary>
    internal static MemberLine Of(
        RosterState state, KnownPositions known, CandidacyStep? presentation, Sourcing countsFrom, bool allIndications)
    {
        var own = presentation?.PresentedBy == state.Code ? Statement.Of(presentation) : null;
        var counting = Latest(word => word.Reaches(countsFrom), 1).FirstOrDefault();
        return new(
            state, counting, [.. counting?.Position?.UndischargedOn(known.Day, known.KnownAt) ?? []],
            [.. Latest(word => !word.Reaches(countsFrom), allIndications ? int.MaxValue : 1)]);

        IEnumerable<Statement> Latest(Func<Sourcing, bool> among, int most)
        {
            var taken = known.Latest(state.Code, among, most).Select(Statement.Of);
            return (own is not null && among(own.Sourcing) ? taken.Append(own) : taken).OrderByDescending(s => s.Order);
        }
    }
}

/// <summary>How a member is counted in a standing.</summary>
public enum Bucket
{
    /// <summary>No statement that counts is recorded.</summary>
    NotRecorded,

    /// <summary>Supports, with no undischarged condition.</summary>
    Supports,

    /// <summary>Has no objection and no undischarged condition.</summary>
    NoObjection,

    /// <summary>Has stated that it has no position.</summary>
    NoPosition,

    /// <summary>Has an undischarged condition and does not object.</summary>
    Conditional,

    /// <summary>Objects.</summary>
    Objects,
}

internal static class Buckets
{
    /// <param name="stance">The stance that counts; unspecified if none counts.</param>
    /// <param name="conditional">Whether there is an undischarged condition.</param>
    public static Bucket Of(Stance stance, bool conditional) => stance switch
    {
        Stance.Unspecified => Bucket.NotRecorded,
        Stance.Objects => Bucket.Objects,
        _ when conditional => Bucket.Conditional,
        Stance.Supports => Bucket.Supports,
        Stance.NoObjection => Bucket.NoObjection,
        _ => Bucket.NoPosition,
    };
}

/// <summary>A position, or a presentation that the rule treats as a position.</summary>
public sealed record Statement(Stance Stance, Sourcing Sourcing, Source Source, PartialDate TakenOn, Position? Position)
{
    /// <summary>Whether the statement was made openly; see <see cref="Sourcings.IsOnRecord"/>.</summary>
    public bool IsOnRecord => Sourcing.IsOnRecord();

    /// <summary>The sort key: the first day, then the revision. A presentation comes before a position of the same date.</summary>
    public (DateOnly, long) Order => (TakenOn.FirstDay, Position?.Recorded.Revision ?? 0);

    /// <summary>Creates the statement of a position.</summary>
    public static Statement Of(Position position) => new(position.Stance, position.Sourcing, position.Source, position.TakenOn, position);

    /// <summary>Creates the statement of a presentation: the presenting member supports the candidate.</summary>
    public static Statement Of(CandidacyStep presentation) =>
        new(Stance.Supports, presentation.Sourcing, presentation.Source, presentation.Date, null);
}
