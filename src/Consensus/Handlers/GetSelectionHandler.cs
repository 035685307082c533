using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Consensus.Handlers;

internal sealed class GetSelectionHandler(QueryPipeline pipeline, SelectionReader selections)
    : QueryHandler<GetSelectionRequest, GetSelectionResponse>(pipeline)
{
    public override void Check(GetSelectionRequest request, Violations violations) => violations.Id("selection", request.Selection);

    public override async ValueTask<Answer<GetSelectionResponse>> AnswerAsync(
        GetSelectionRequest request, Reading reading, CancellationToken cancellation)
    {
        var selection = await selections.ReadAsync(request.Selection, reading, cancellation);
        if (selection.Refusal is not null) return selection.Refusal;
        return new GetSelectionResponse
        {
            Selection = ConsensusWire.ToWire(selection.Value!, reading.KnownAt),
            RevisionToken = ConsensusWire.Token(selection.Value!),
        };
    }
}
