using Nato.Consensus.V1;

namespace NatoServices.Consensus.Handlers;

internal sealed class GetSelectionHandler(QueryPipeline pipeline, SelectionReader selections)
    : QueryHandler<GetSelectionRequest, GetSelectionResponse>(pipeline)
{
    public override void Check(GetSelectionRequest request, Violations violations) => violations.Id("selection", request.Selection);

    public override async ValueTask<Answer<GetSelectionResponse>> AnswerAsync(
        GetSelectionRequest request, Reading reading, CancellationToken cancellation)
    {
        var selection = await selections.ReadAsync(request.Selection, reading, cancellation);
        return selection.Then(read => new GetSelectionResponse
        {
            Selection = ConsensusWire.ToWire(read, reading.KnownAt),
            RevisionToken = read.Token,
        });
    }
}
