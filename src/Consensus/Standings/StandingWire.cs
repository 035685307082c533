using Google.Protobuf.WellKnownTypes;
using Wire = Nato.Consensus.V1;

namespace NatoServices.Consensus.Standings;

internal static class StandingWire
{
    public static Wire.GetStandingResponse Reply(Selection selection, Standing standing, RevisionToken token, IEnumerable<LastKnown> away) => new()
    {
        Standing = ToWire(selection, standing),
        RevisionToken = token.ToString(),
        LastKnown = { away.Select(a => new Nato.Record.V1.LastKnown { Service = a.Service, At = a.At?.ToTimestamp() }) },
    };

    private static Wire.Standing ToWire(Selection selection, Standing standing) => new()
    {
        Selection = selection.Id,
        Candidate = standing.Candidate.Id,
        CandidateName = standing.Candidate.Name,
        CandidacyStatus = (Nato.Candidates.V1.CandidacyStatus)(standing.Candidate.On(standing.AsOf)?.Status ?? default),
        AsOf = standing.AsOf.ToWire(),
        KnownAt = standing.KnownAt?.ToTimestamp(),
        State = (Wire.StandingState)standing.State,
        CountsFrom = standing.CountsFrom.ToWire(),
        ElectorateSize = standing.Lines.Count,
        RosterRevision = standing.RosterRevision,
        Counts = ToWire(standing.Counts),
        Members = { standing.Lines.Select(ToWire) },
        Outstanding = { standing.Outstanding.Select(ToOutstanding) },
        Claims = { standing.Claims.Select(ToWire) },
    };

    private static Wire.Counts ToWire(Counts counts) => new()
    {
        Supports = counts.Supports,
        NoObjection = counts.NoObjection,
        Conditional = counts.Conditional,
        NoPosition = counts.NoPosition,
        Objects = counts.Objects,
        NotRecorded = counts.NotRecorded,
        SupportsOnRecord = counts.SupportsOnRecord,
        SupportsOffRecord = counts.SupportsOffRecord,
        Indicated = counts.Indicated,
    };

    private static Wire.MemberStanding ToWire(MemberLine line) => new()
    {
        Member = line.State.Code,
        DisplayName = line.State.DisplayName,
        Stance = (Wire.Stance)(line.Governing?.Stance ?? default),
        Position = line.Governing?.Position?.Id ?? "",
        ByPresentation = line.Governing is { Position: null },
        Sourcing = (line.Governing?.Sourcing ?? default).ToWire(),
        OnRecord = line.Governing is { IsOnRecord: true },
        TakenOn = line.Governing?.TakenOn.ToWire(),
        Source = (line.Governing?.Source).ToWire(),
        UndischargedConditions = { line.Undischarged.Select(ConsensusWire.ToWire) },
        Indications = { line.Indications.Select(indication => ToWire(indication, line.IsNewer(indication))) },
    };

    private static Wire.Indication ToWire(Statement indication, bool newer) => new()
    {
        Position = indication.Position?.Id ?? "",
        Stance = (Wire.Stance)indication.Stance,
        Sourcing = indication.Sourcing.ToWire(),
        Source = indication.Source.ToWire(),
        TakenOn = indication.TakenOn.ToWire(),
        Newer = newer,
    };

    private static Wire.Outstanding ToOutstanding(MemberLine line) => new()
    {
        Member = line.State.Code,
        DisplayName = line.State.DisplayName,
        Reason = (Wire.OutstandingReason)Outstanding.ReasonOf(line),
        Explanation = Outstanding.Explain(line),
    };

    private static Wire.ClaimComparison ToWire(ClaimComparison comparison) => new()
    {
        Claim = ConsensusWire.ToWire(comparison.Claim),
        Lowest = comparison.Lowest,
        Highest = comparison.Highest,
        LiesWithin = comparison.LiesWithin,
        ElectorateSize = comparison.ElectorateSize,
        Contradictions =
        {
            comparison.Contradictions.Select(c => new Wire.Contradiction
            {
                Member = c.State?.Code ?? "",
                DisplayName = c.State?.DisplayName ?? "",
                Explanation = c.Explanation,
            }),
        },
    };
}
