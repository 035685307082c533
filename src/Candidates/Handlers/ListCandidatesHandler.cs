using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Candidates.Handlers;

internal sealed class ListCandidatesHandler(QueryPipeline pipeline, AggregateStore<Slate, SlateEvent> store)
    : QueryHandler<ListCandidatesRequest, ListCandidatesResponse>(pipeline)
{
    public override void Check(ListCandidatesRequest request, Violations violations)
    {
        violations.Id("vacancy", request.Vacancy);
        violations.OptionalOneOf("status", (Domain.CandidacyStatus)request.Status);
        violations.OptionalText("name", request.Name, Violations.NameLength);
    }

    public override bool IsPageKey(string key) => Ids.IsWellFormed(key);

    public override async ValueTask<Answer<ListCandidatesResponse>> AnswerAsync(
        ListCandidatesRequest request, Reading reading, CancellationToken cancellation)
    {
        var slate = await store.ReadAsync(Slates.StreamOf(request.Vacancy), reading, cancellation);
        return slate.Refusal is null ? CandidatesWire.Reply(request, slate.Value!, reading) : slate.Refusal;
    }
}
