using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Candidates.Handlers;

internal sealed class GetCandidateHandler(QueryPipeline pipeline, AggregateStore<Slate, SlateEvent> store)
    : QueryHandler<GetCandidateRequest, GetCandidateResponse>(pipeline)
{
    public override void Check(GetCandidateRequest request, Violations violations)
    {
        violations.Id("vacancy", request.Vacancy);
        violations.Id("candidate", request.Candidate);
    }

    public override async ValueTask<Answer<GetCandidateResponse>> AnswerAsync(
        GetCandidateRequest request, Reading reading, CancellationToken cancellation)
    {
        var slate = await store.ReadAsync(Slates.StreamOf(request.Vacancy), reading, cancellation);
        return slate.Refusal is null ? CandidatesWire.Reply(request, slate.Value!, reading) : slate.Refusal;
    }
}
