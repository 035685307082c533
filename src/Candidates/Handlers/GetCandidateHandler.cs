using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;

namespace NatoServices.Candidates.Handlers;

internal sealed class GetCandidateHandler(QueryPipeline pipeline, AggregateStore<Slate, SlateEvent> store)
    : SnapshotQueryHandler<GetCandidateRequest, GetCandidateResponse, Slate, SlateEvent>(pipeline, store)
{
    public override void Check(GetCandidateRequest request, Violations violations)
    {
        violations.Id("vacancy", request.Vacancy);
        violations.Id("candidate", request.Candidate);
    }

    protected override string StreamOf(GetCandidateRequest request) => Slates.StreamOf(request.Vacancy);

    protected override Answer<GetCandidateResponse> Reply(GetCandidateRequest request, Snapshot<Slate> slate, Reading reading) =>
        slate.State.Find(request.Vacancy, request.Candidate, reading.KnownAt).Then(candidate => new GetCandidateResponse
        {
            Candidate = CandidatesWire.ToWire(slate.State, candidate, slate.State.AppointmentAt(reading.KnownAt), reading.AsOf, reading.KnownAt),
            RevisionToken = slate.Token,
        });
}
