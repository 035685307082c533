using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;

namespace NatoServices.Candidates.Handlers;

internal sealed class GetVacancyHandler(QueryPipeline pipeline, AggregateStore<Slate, SlateEvent> store)
    : SnapshotQueryHandler<GetVacancyRequest, GetVacancyResponse, Slate, SlateEvent>(pipeline, store)
{
    public override void Check(GetVacancyRequest request, Violations violations) => violations.Id("vacancy", request.Vacancy);

    protected override string StreamOf(GetVacancyRequest request) => Slates.StreamOf(request.Vacancy);

    protected override Answer<GetVacancyResponse> Reply(GetVacancyRequest request, Snapshot<Slate> slate, Reading reading) =>
        slate.State.Find(request.Vacancy, reading.KnownAt).Then(vacancy => new GetVacancyResponse
        {
            Vacancy = CandidatesWire.ToWire(vacancy, slate.State.AppointmentAt(reading.KnownAt)),
            RevisionToken = slate.Token,
        });
}
