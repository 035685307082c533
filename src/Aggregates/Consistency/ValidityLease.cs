using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>A stream at a head that something rests on: tells, without looking anything up, whether that can still be relied on.</summary>
public sealed class ValidityLease
{
    private readonly StreamVersion known;

    private readonly Head head;

    private readonly TimeProvider clock;

    internal ValidityLease(StreamVersion known, Head head, TimeProvider clock) => (this.known, this.head, this.clock) = (known, head, clock);

    /// <summary>
    /// Whether the stream is at that head by a look that can still be relied on. If not, it may be there all the same: then it is for
    /// <see cref="StreamVersions.NewestAsync"/> to say.
    /// </summary>
    /// <param name="now">This moment, by the monotonic clock.</param>
    public bool Holds(long now)
    {
        var reached = known.Reached;
        return reached.Head.Revision == head.Revision
            && clock.GetElapsedTime(reached.CheckedAt.Timestamp, now) < StreamVersions.Lease
            // A revision may have been announced that does not hold. Whoever does not own a stream may not know its hash.
            && (reached.Head.Hash.IsEmpty || head.Hash.IsEmpty || reached.Head.Hash.Span.SequenceEqual(head.Hash.Span));
    }

    /// <summary>Whether the stream is to be looked up ahead of need, so that the lease is renewed before it ends.</summary>
    /// <param name="now">This moment, by the monotonic clock.</param>
    public bool IsDue(long now) => clock.GetElapsedTime(known.Reached.CheckedAt.Timestamp, now) >= StreamVersions.AheadOfNeed;
}
