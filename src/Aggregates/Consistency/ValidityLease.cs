namespace NatoServices.Aggregates;

/// <summary>
/// A lease on a stream at a head that a cached result depends on. Tells, without I/O, whether the result can still be used.
/// </summary>
public sealed class ValidityLease
{
    private readonly StreamVersion known;

    private readonly Head head;

    private readonly TimeProvider clock;

    private readonly Timings timings;

    internal ValidityLease(StreamVersion known, Head head, TimeProvider clock, Timings timings) =>
        (this.known, this.head, this.clock, this.timings) = (known, head, clock, timings);

    /// <summary>
    /// Whether a lookup within the lease found the stream at this head. If false, the stream may still be there: ask
    /// <see cref="StreamVersions.NewestAsync"/>.
    /// </summary>
    /// <param name="now">The current monotonic timestamp.</param>
    public bool Holds(long now)
    {
        var reached = known.Reached;
        return reached.Head.Revision == head.Revision
            && clock.GetElapsedTime(reached.CheckedAt.Timestamp, now) < timings.Lease
            // An announced revision may not exist in the database, so compare the hashes. A process that does not own the stream may not
            // know its hash.
            && (reached.Head.Hash.IsEmpty || head.Hash.IsEmpty || reached.Head.Hash.Span.SequenceEqual(head.Hash.Span));
    }

    /// <summary>Whether the stream should be looked up now, so that the lease is renewed before it ends.</summary>
    /// <param name="now">The current monotonic timestamp.</param>
    public bool IsDue(long now) => clock.GetElapsedTime(known.Reached.CheckedAt.Timestamp, now) >= timings.LeaseRenewal;
}
