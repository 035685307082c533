using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

internal sealed class RecordClaimHandler(CommandPipeline<Selection, SelectionEvent> pipeline, SelectionFacts facts)
    : SelectionCommandHandler<RecordClaimRequest, RecordClaimResponse, Facts>(pipeline)
{
    public override ValueTask<Facts?> CachedFactsAsync(RecordClaimRequest request, CancellationToken cancellation) =>
        facts.CachedAsync(request.Selection, request.Candidate, cancellation);

    public override ValueTask<Answer<Facts>> FreshFactsAsync(RecordClaimRequest request, CancellationToken cancellation) =>
        facts.FreshAsync(request.Selection, request.Candidate, cancellation);

    protected override string SelectionOf(RecordClaimRequest request) => request.Selection;

    protected override Ruling<SelectionEvent> Decide(
        Command<RecordClaimRequest> command, Selection state, Facts? facts, Violations violations, DateTimeOffset now) =>
        state.Decide(ConsensusWire.Command(command.Request), facts, now);

    public override ValueTask<RecordClaimResponse> ReplyAsync(RecordClaimRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new RecordClaimResponse { Claim = ConsensusWire.ToWire(after.State.ClaimAt(after.Revision)!), RevisionToken = ConsensusWire.Token(after) });
}
