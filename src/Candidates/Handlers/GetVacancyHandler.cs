using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Candidates.Handlers;

internal sealed class GetVacancyHandler(QueryPipeline pipeline, AggregateStore<Slate, SlateEvent> store)
    : QueryHandler<GetVacancyRequest, GetVacancyResponse>(pipeline)
{
    public override void Check(GetVacancyRequest request, Violations violations) => violations.Id("vacancy", request.Vacancy);

    public override async ValueTask<Answer<GetVacancyResponse>> AnswerAsync(
        GetVacancyRequest request, Reading reading, CancellationToken cancellation)
    {
        var slate = await store.ReadAsync(Slates.StreamOf(request.Vacancy), reading, cancellation);
        return slate.Refusal is null ? CandidatesWire.Reply(request, slate.Value!, reading) : slate.Refusal;
    }
}
