using Nato.Consensus.V1;
using NatoServices.Consensus.Decisions;

namespace NatoServices.Consensus.Handlers;

internal sealed class ReopenSelectionHandler(CommandPipeline<Selection, SelectionEvent> pipeline)
    : SelectionCommandHandler<ReopenSelectionRequest, ReopenSelectionResponse>(pipeline, request => request.Selection)
{
    protected override Ruling<SelectionEvent> Decide(ReopenSelectionRequest request, Selection state, Violations violations, DateTimeOffset now) =>
        state.Decide(DecisionWire.Command(request));

    public override ValueTask<ReopenSelectionResponse> ReplyAsync(ReopenSelectionRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new ReopenSelectionResponse { Selection = ConsensusWire.ToWire(after, null), RevisionToken = after.Token });
}
