using Nato.Consensus.V1;

namespace NatoServices.Consensus.Handlers;

internal sealed class RecordClaimHandler(CommandPipeline<Selection, SelectionEvent> pipeline, SelectionFacts facts)
    : CandidateCommandHandler<RecordClaimRequest, RecordClaimResponse>(
        pipeline, facts, request => (request.Selection, request.Candidate), acceptsOnCached: true)
{
    protected override Ruling<SelectionEvent> Decide(
        Command<RecordClaimRequest> command, Selection state, Facts? facts, Violations violations, DateTimeOffset now) =>
        state.Decide(ConsensusWire.Command(command.Request), facts, now);

    public override ValueTask<RecordClaimResponse> ReplyAsync(RecordClaimRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new RecordClaimResponse { Claim = ConsensusWire.ToWire(after.State.ClaimAt(after.Revision)!), RevisionToken = after.Token });
}
