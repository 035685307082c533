using Google.Protobuf.WellKnownTypes;
using Nato.Consensus.V1;
using Wire = Nato.Consensus.V1;

namespace NatoServices.Consensus.Decisions;

internal static class DecisionWire
{
    public static DeclareDecision Command(DeclareDecisionRequest request) => new(request.Candidate, request.Text);

    public static ReopenSelection Command(ReopenSelectionRequest request) => new(request.Reason, request.Decision);

    /// <summary>
    /// Finds a decision as known at a moment; an empty id means the one in force. Refused with <see cref="DecisionUnknown"/>.
    /// </summary>
    public static Answer<TakenDecision> Find(Selection selection, string id, DateTimeOffset? knownAt) =>
        (id is "" ? selection.InForce(knownAt) : selection.FindDecision(id)) is { } decision
        && decision.Recorded.IsKnownAt(knownAt)
            ? decision
            : new DecisionUnknown(selection.Id, id);

    /// <summary>
    /// Converts a decision as known at a moment, with the hash of the record at its entry. It is late if it was entered later than is
    /// punctual.
    /// </summary>
    public static Wire.Decision ToWire(
        Selection selection, TakenDecision decision, ReadOnlyMemory<byte> hash, DateTimeOffset? knownAt, TimeSpan punctual)
    {
        var taken = decision.Taken;
        var inForce = decision.IsInForceAt(knownAt);
        return new()
        {
            Id = decision.Id,
            Selection = selection.Id,
            Vacancy = selection.Vacancy,
            Post = taken.Post,
            Candidate = taken.Candidate,
            CandidateName = taken.CandidateName,
            Kind = (Wire.DecisionKind)taken.Kind,
            Silence = taken.Silence,
            Text = taken.Text,
            DecidedOn = taken.DecidedOn.ToWire(),
            DecidedAt = taken.At.ToTimestamp(),
            TimeZone = taken.TimeZone,
            DecidedAtShown = Term.Show(taken.At),
            LateBy = taken.Kind == Rules.DecisionKind.Silence ? taken.LateBy.ToDuration() : null,
            Late = taken.LateBy > punctual,
            Electorate = { taken.Electorate.Select(ToWire) },
            Tally = TallyOf(taken.Electorate),
            CountsFrom = selection.Rule.CountsFrom.ToWire(),
            RosterRevision = taken.RosterRevision,
            Recorded = decision.Recorded.ToWire(),
            Hash = Convert.ToHexStringLower(hash.Span),
            InForce = inForce,
            Reopened = inForce ? null : decision.Reopened?.Recorded.ToWire(),
            ReopeningReason = inForce ? "" : decision.Reopened?.Reason ?? "",
            Delivery = Delivery(decision, knownAt),
        };
    }

    public static Outcome ToOutcome(TakenDecision decision, DateTimeOffset? knownAt) => new()
    {
        Decision = decision.Id,
        Kind = (Wire.DecisionKind)decision.Taken.Kind,
        Candidate = decision.Taken.Candidate,
        DecidedOn = decision.Taken.DecidedOn.ToWire(),
        InForce = decision.IsInForceAt(knownAt),
        Delivery = Delivery(decision, knownAt),
    };

    private static Delivery Delivery(TakenDecision decision, DateTimeOffset? knownAt)
    {
        var state = decision.DeliveryAt(knownAt);
        var refused = state == Rules.DeliveryState.Refused ? decision.Report : null;
        return new()
        {
            State = (Wire.DeliveryState)state,
            Recorded = state switch
            {
                Rules.DeliveryState.Pending => null,
                Rules.DeliveryState.Revoking => decision.Reopened!.Recorded.ToWire(),
                Rules.DeliveryState.Revoked => decision.Revoked.ToWire(),
                _ => decision.Report!.Recorded.ToWire(),
            },
            Refusal = refused?.Refusal ?? "",
            Explanation = refused?.Explanation ?? "",
        };
    }

    private static Wire.Elector ToWire(Rules.Elector elector) => new()
    {
        Member = elector.Member,
        DisplayName = elector.DisplayName,
        Stance = (Wire.Stance)elector.Stance,
        Sourcing = elector.Sourcing.ToWire(),
        TakenOn = elector.TakenOn.ToWire(),
        Position = elector.Position,
        UndischargedConditions = { elector.Undischarged },
    };

    /// <summary>How many electors had stated what. The other numbers add up to the first.</summary>
    private static Tally TallyOf(IReadOnlyCollection<Rules.Elector> electors)
    {
        return new()
        {
            Electorate = electors.Count,
            Supports = In(Bucket.Supports),
            NoObjection = In(Bucket.NoObjection),
            Conditional = In(Bucket.Conditional),
            NoPosition = In(Bucket.NoPosition),
            Objects = In(Bucket.Objects),
            SaidNothing = In(Bucket.NotRecorded),
        };

        int In(Bucket bucket) => electors.Count(e => e.Bucket == bucket);
    }
}
