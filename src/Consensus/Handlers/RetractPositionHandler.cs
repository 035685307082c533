using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

internal sealed class RetractPositionHandler(CommandPipeline<Selection, SelectionEvent> pipeline)
    : SelectionCommandHandler<RetractPositionRequest, RetractPositionResponse>(pipeline)
{
    protected override string SelectionOf(RetractPositionRequest request) => request.Selection;

    protected override Ruling<SelectionEvent> Decide(RetractPositionRequest request, Selection state, Violations violations, DateTimeOffset now) =>
        state.Decide(ConsensusWire.Command(request), now);

    public override ValueTask<RetractPositionResponse> ReplyAsync(RetractPositionRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new RetractPositionResponse { Position = ConsensusWire.ToWire(after.State.FindPosition(request.Position)!), RevisionToken = ConsensusWire.Token(after) });
}
