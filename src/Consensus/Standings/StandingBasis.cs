using NatoServices.Consensus.Upstream;

namespace NatoServices.Consensus.Standings;

/// <summary>The three records that a standing is computed from, each at a revision.</summary>
internal readonly record struct StandingBasis(string Stream, Head Selection, UpstreamState<SlateHistory> Slate, UpstreamState<RosterHistory> Roster)
{
    /// <summary>Whether a standing computed from another basis would be the same.</summary>
    public bool IsSame(in StandingBasis other) =>
        (Selection.Revision, Slate.Snapshot.Revision, Roster.Snapshot.Revision, Slate.Away, Roster.Away)
        == (other.Selection.Revision, other.Slate.Snapshot.Revision, other.Roster.Snapshot.Revision, other.Slate.Away, other.Roster.Away)
        // An announced revision may not exist; then an earlier one was read instead, and the entry that gets this revision later is
        // another.
        && Selection.Hash.Span.SequenceEqual(other.Selection.Hash.Span);

    public bool IsWhole => Slate.Away is null && Roster.Away is null;

    /// <summary>The records that are only as last known, because their owner did not answer.</summary>
    public IEnumerable<LastKnown> Away => new[] { Slate.Away, Roster.Away }.OfType<LastKnown>();

    /// <summary>The revision token of the basis, with the selection at the revision that was really read.</summary>
    public RevisionToken TokenAt(long revision) => RevisionToken.Of(Stream, revision)
        .And(RevisionToken.Of(Slate.Snapshot.Stream, Slate.Snapshot.Revision))
        .And(RevisionToken.Of(Roster.Snapshot.Stream, Roster.Snapshot.Revision));

    /// <summary>The key of the reply in the shared cache. The value of a key never changes, since records at a revision do not.</summary>
    public string KeyOf(StandingQuestion asked) => string.Create(
        null, $"standing-v2:{Stream}@{Selection.Revision}:{Convert.ToHexStringLower(Selection.Hash.Span)}:slate@{Slate.Snapshot.Revision}"
            + $":roster@{Roster.Snapshot.Revision}:{asked.Candidate}:{asked.AsOf:yyyyMMdd}:{asked.KnownAt?.UtcTicks}:{(int)asked.CountsFrom}");
}
