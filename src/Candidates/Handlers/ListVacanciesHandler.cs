using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Candidates.Handlers;

internal sealed class ListVacanciesHandler(QueryPipeline pipeline, AggregateStore<Slate, SlateEvent> store)
    : QueryHandler<ListVacanciesRequest, ListVacanciesResponse>(pipeline)
{
    public override bool IsPageKey(string key) => Ids.IsWellFormed(key);

    public override async ValueTask<Answer<ListVacanciesResponse>> AnswerAsync(
        ListVacanciesRequest request, Reading reading, CancellationToken cancellation)
    {
        var listed = await store.ListAsync(Slates.Prefix, reading, cancellation);
        return listed.Refusal is null ? CandidatesWire.Reply(listed.Value!) : listed.Refusal;
    }
}
