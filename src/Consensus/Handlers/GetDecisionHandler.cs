using Nato.Consensus.V1;

namespace NatoServices.Consensus.Handlers;

internal sealed class GetDecisionHandler(QueryPipeline pipeline, DecisionReader decisions)
    : QueryHandler<GetDecisionRequest, GetDecisionResponse>(pipeline)
{
    public override void Check(GetDecisionRequest request, Violations violations) =>
        DecisionReader.Check(request.Selection, request.Decision, violations);

    public override async ValueTask<Answer<GetDecisionResponse>> AnswerAsync(
        GetDecisionRequest request, Reading reading, CancellationToken cancellation)
    {
        var read = await decisions.ReadAsync(request.Selection, request.Decision, reading, cancellation);
        return read.Then(found => new GetDecisionResponse { Decision = found.Decision, RevisionToken = found.Selection.Token });
    }
}
