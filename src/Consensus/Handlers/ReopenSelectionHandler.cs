using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Decisions;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

internal sealed class ReopenSelectionHandler(CommandPipeline<Selection, SelectionEvent> pipeline)
    : SelectionCommandHandler<ReopenSelectionRequest, ReopenSelectionResponse>(pipeline)
{
    protected override string SelectionOf(ReopenSelectionRequest request) => request.Selection;

    protected override Ruling<SelectionEvent> Decide(ReopenSelectionRequest request, Selection state, Violations violations, DateTimeOffset now) =>
        state.Decide(DecisionWire.Command(request));

    public override ValueTask<ReopenSelectionResponse> ReplyAsync(ReopenSelectionRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new ReopenSelectionResponse { Selection = ConsensusWire.ToWire(after, null), RevisionToken = ConsensusWire.Token(after) });
}
