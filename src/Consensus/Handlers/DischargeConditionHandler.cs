using Nato.Consensus.V1;

namespace NatoServices.Consensus.Handlers;

internal sealed class DischargeConditionHandler(CommandPipeline<Selection, SelectionEvent> pipeline)
    : SelectionCommandHandler<DischargeConditionRequest, DischargeConditionResponse>(pipeline, request => request.Selection)
{
    protected override Ruling<SelectionEvent> Decide(DischargeConditionRequest request, Selection state, Violations violations, DateTimeOffset now) =>
        state.Decide(ConsensusWire.Command(request), now);

    public override ValueTask<DischargeConditionResponse> ReplyAsync(DischargeConditionRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new DischargeConditionResponse { Position = ConsensusWire.ToWire(after.State.FindPosition(request.Position)!), RevisionToken = after.Token });
}
