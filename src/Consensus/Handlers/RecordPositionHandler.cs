using Nato.Consensus.V1;

namespace NatoServices.Consensus.Handlers;

internal sealed class RecordPositionHandler(CommandPipeline<Selection, SelectionEvent> pipeline, SelectionFacts facts)
    : CandidateCommandHandler<RecordPositionRequest, RecordPositionResponse>(
        pipeline, facts, request => (request.Selection, request.Candidate), acceptsOnCached: true)
{
    protected override Ruling<SelectionEvent> Decide(
        Command<RecordPositionRequest> command, Selection state, Facts? facts, Violations violations, DateTimeOffset now) =>
        state.Decide(ConsensusWire.Command(command.Request), facts, now);

    public override ValueTask<RecordPositionResponse> ReplyAsync(RecordPositionRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new RecordPositionResponse { Position = ConsensusWire.ToWire(after.State.PositionAt(after.Revision)!), RevisionToken = after.Token });
}
