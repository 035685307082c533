using Nato.Consensus.V1;

namespace NatoServices.Consensus.Handlers;

internal sealed class CloseSelectionHandler(CommandPipeline<Selection, SelectionEvent> pipeline)
    : SelectionCommandHandler<CloseSelectionRequest, CloseSelectionResponse>(pipeline, request => request.Selection)
{
    protected override Ruling<SelectionEvent> Decide(CloseSelectionRequest request, Selection state, Violations violations, DateTimeOffset now) =>
        state.Decide(ConsensusWire.Command(request), now);

    public override ValueTask<CloseSelectionResponse> ReplyAsync(CloseSelectionRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new CloseSelectionResponse { Selection = ConsensusWire.ToWire(after, null), RevisionToken = after.Token });
}
