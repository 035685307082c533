using NatoServices.Aggregates;
using NatoServices.Consensus.Upstream;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.Consensus.Standings;

/// <summary>The three records that a standing rests on, each at a revision.</summary>
/// <param name="Stream">The selection's stream.</param>
/// <param name="Selection">How far it has come.</param>
/// <param name="Slate">The slate of its vacancy.</param>
/// <param name="Roster">The roster.</param>
internal readonly record struct StandingBasis(string Stream, Head Selection, UpstreamState<SlateHistory> Slate, UpstreamState<RosterHistory> Roster)
{
    /// <summary>Whether a standing that rests on another basis would be the same.</summary>
    public bool IsSame(in StandingBasis other) =>
        (Selection.Revision, Slate.Snapshot.Revision, Roster.Snapshot.Revision, Slate.Away, Roster.Away)
        == (other.Selection.Revision, other.Slate.Snapshot.Revision, other.Roster.Snapshot.Revision, other.Slate.Away, other.Roster.Away)
        // A revision may have been announced that does not hold: what was found instead is not what comes there later.
        && Selection.Hash.Span.SequenceEqual(other.Selection.Hash.Span);

    /// <summary>Whether all of it is as its owners have it.</summary>
    public bool IsWhole => Slate.Away is null && Roster.Away is null;

    /// <summary>What of it is only as it was last known.</summary>
    public IEnumerable<LastKnown> Away => new[] { Slate.Away, Roster.Away }.OfType<LastKnown>();

    /// <summary>Names it, with the selection at the revision that was really read.</summary>
    public RevisionToken TokenAt(long revision) => RevisionToken.Of(Stream, revision)
        .And(RevisionToken.Of(Slate.Snapshot.Stream, Slate.Snapshot.Revision))
        .And(RevisionToken.Of(Roster.Snapshot.Stream, Roster.Snapshot.Revision));

    /// <summary>How the answer to a question is named in the shared cache: it never changes, for none of the three records does.</summary>
    public string KeyOf(StandingQuestion asked) => string.Create(
        null, $"standing-v2:{Stream}@{Selection.Revision}:{Convert.ToHexStringLower(Selection.Hash.Span)}:slate@{Slate.Snapshot.Revision}"
            + $":roster@{Roster.Snapshot.Revision}:{asked.Candidate}:{asked.AsOf:yyyyMMdd}:{asked.KnownAt?.UtcTicks}:{(int)asked.CountsFrom}");
}
