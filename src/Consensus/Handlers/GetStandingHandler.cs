using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus.Standings;
using NatoServices.ServiceDefaults;

namespace NatoServices.Consensus.Handlers;

internal sealed class GetStandingHandler(QueryPipeline pipeline, StandingReader standings, StandingReplyCache replies)
    : QueryHandler<GetStandingRequest, GetStandingResponse>(pipeline)
{
    /// <summary>The cached reply to the same request; null unless its records are known to be unchanged.</summary>
    public Task<GetStandingResponse>? TryGetCached(GetStandingRequest request, ServerCallContext context) =>
        UnreadFields.Of(context).Count == 0 ? replies.TryGet(request) : null;

    public override void Check(GetStandingRequest request, Violations violations) =>
        StandingReader.Check(request.Selection, request.Candidate, request.CountsFrom.ToSourcing(), violations);

    public override async ValueTask<Answer<GetStandingResponse>> AnswerAsync(
        GetStandingRequest request, Reading reading, CancellationToken cancellation)
    {
        var asked = new StandingQuestion(
            request.Selection, request.Candidate, reading.AsOf, reading.KnownAt, request.CountsFrom.ToSourcing());
        var standing = await standings.ReadAsync(asked, reading, cancellation);
        if (standing.Refusal is not null) return standing.Refusal;
        replies.Remember(request, standing.Value!);
        return standing.Value!.Reply;
    }
}
