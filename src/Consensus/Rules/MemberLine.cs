using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>One member's line in a standing.</summary>
/// <param name="State">The member.</param>
/// <param name="Governing">The statement that counts: the latest of those that do; null if none does.</param>
/// <param name="Undischarged">What the member asks for that is not met.</param>
/// <param name="Indications">Statements too weakly sourced to count, latest first.</param>
public sealed record MemberLine(
    RosterState State, Statement? Governing, IReadOnlyList<Condition> Undischarged, IReadOnlyList<Statement> Indications)
{
    /// <summary>Where the member is counted.</summary>
    public Bucket Bucket => Buckets.Of(Governing?.Stance ?? default, Undischarged.Count > 0);

    /// <summary>Whether the member would join a consensus as things stand.</summary>
    public bool IsOnBoard => Bucket is Bucket.Supports or Bucket.NoObjection;

    /// <summary>Whether the member stands in the way.</summary>
    public bool Blocks => Bucket is Bucket.Objects or Bucket.Conditional;

    /// <summary>The latest statement of any sourcing; null if there is none.</summary>
    public Statement? Latest => Indications.Append(Governing).OfType<Statement>().MaxBy(s => s.Order);

    /// <summary>Whether an indication is later than the position that counts, or stands alone.</summary>
    public bool IsNewer(Statement indication) => Governing is null || indication.Order.CompareTo(Governing.Order) > 0;

    /// <summary>The line of one member, from what is known of its stance on a candidate.</summary>
    /// <param name="state">The member.</param>
    /// <param name="known">What is known of the positions on the candidate.</param>
    /// <param name="presentation">The presentation that the rule takes for a statement; null if there is none.</param>
    /// <param name="countsFrom">The weakest sourcing that counts.</param>
    /// <param name="allIndications">Whether to list them all; else it is the latest of each sourcing.</param>
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

/// <summary>Where a member is counted.</summary>
public enum Bucket
{
    /// <summary>Nothing that counts is recorded.</summary>
    NotRecorded,

    /// <summary>Supports, with nothing undischarged.</summary>
    Supports,

    /// <summary>Has no objection, and nothing undischarged.</summary>
    NoObjection,

    /// <summary>Has said that it has no position.</summary>
    NoPosition,

    /// <summary>Asks for something that is not met; doesn't object otherwise.</summary>
    Conditional,

    /// <summary>Objects.</summary>
    Objects,
}

/// <summary>Where a stance is counted.</summary>
internal static class Buckets
{
    /// <param name="stance">The stance; unspecified: none.</param>
    /// <param name="conditional">Whether something is asked for that is not met.</param>
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

/// <summary>A position, or a presentation that the rule takes for one.</summary>
public sealed record Statement(Stance Stance, Sourcing Sourcing, Source Source, PartialDate TakenOn, Position? Position)
{
    /// <summary>Whether somebody who can be held to it said so openly.</summary>
    public bool IsOnRecord => Sourcing.IsOnRecord();

    /// <summary>What makes one later than another: the date, then the revision; a presentation yields to a position of the same date.</summary>
    public (DateOnly, long) Order => (TakenOn.FirstDay, Position?.Recorded.Revision ?? 0);

    /// <summary>What a position says.</summary>
    public static Statement Of(Position position) => new(position.Stance, position.Sourcing, position.Source, position.TakenOn, position);

    /// <summary>What a presentation says of the member that presents.</summary>
    public static Statement Of(CandidacyStep presentation) =>
        new(Stance.Supports, presentation.Sourcing, presentation.Source, presentation.Date, null);
}
