using Nato.Consensus.V1;

namespace NatoServices.Consensus.Handlers;

internal sealed class RetractPositionHandler(CommandPipeline<Selection, SelectionEvent> pipeline)
    : SelectionCommandHandler<RetractPositionRequest, RetractPositionResponse>(pipeline, request => request.Selection)
{
    protected override Ruling<SelectionEvent> Decide(RetractPositionRequest request, Selection state, Violations violations, DateTimeOffset now) =>
        state.Decide(ConsensusWire.Command(request), now);

    public override ValueTask<RetractPositionResponse> ReplyAsync(RetractPositionRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new RetractPositionResponse { Position = ConsensusWire.ToWire(after.State.FindPosition(request.Position)!), RevisionToken = after.Token });
}
