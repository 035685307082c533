using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Candidates.Handlers;

internal sealed class GetSlateHistoryHandler(QueryPipeline pipeline, AggregateStore<Slate, SlateEvent> store)
    : QueryHandler<GetSlateHistoryRequest, GetSlateHistoryResponse>(pipeline)
{
    public override void Check(GetSlateHistoryRequest request, Violations violations) => violations.Id("vacancy", request.Vacancy);

    public override bool IsPageKey(string key) => Ids.IsWellFormed(key);

    public override async ValueTask<Answer<GetSlateHistoryResponse>> AnswerAsync(
        GetSlateHistoryRequest request, Reading reading, CancellationToken cancellation)
    {
        var stream = Slates.StreamOf(request.Vacancy);
        var want = reading.Of(stream);
        var (slate, head) = await store.LoadWithHeadAsync(stream, want, cancellation);
        return slate.Revision < want.AtLeast
            ? new RevisionNotReached(stream, want.AtLeast, slate.Revision)
            : CandidatesWire.HistoryReply(request, slate, head, reading.Page);
    }
}
