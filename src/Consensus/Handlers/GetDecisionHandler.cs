using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Consensus.Handlers;

internal sealed class GetDecisionHandler(QueryPipeline pipeline, DecisionReader decisions)
    : QueryHandler<GetDecisionRequest, GetDecisionResponse>(pipeline)
{
    public override void Check(GetDecisionRequest request, Violations violations) =>
        DecisionReader.Check(request.Selection, request.Decision, violations);

    public override async ValueTask<Answer<GetDecisionResponse>> AnswerAsync(
        GetDecisionRequest request, Reading reading, CancellationToken cancellation)
    {
        var found = await decisions.ReadAsync(request.Selection, request.Decision, reading, cancellation);
        if (found.Refusal is not null) return found.Refusal;
        return new GetDecisionResponse { Decision = found.Value!.Decision, RevisionToken = ConsensusWire.Token(found.Value.Selection) };
    }
}
