using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;
using NatoServices.Watching;

namespace NatoServices.Candidates.Handlers;

internal sealed class WatchSlateHandler(
    AggregateStore<Slate, SlateEvent> store, LatestValueWatch<WatchedState, WatchSlateResponse> watch, TimeProvider clock)
    : StateWatchHandler<WatchSlateRequest, WatchSlateResponse, Slate, SlateEvent>(store, watch, clock)
{
    protected override void Check(WatchSlateRequest request, Violations violations) => violations.Id("vacancy", request.Vacancy);

    protected override string StreamOf(WatchSlateRequest request) => Slates.StreamOf(request.Vacancy);

    protected override Answer<WatchSlateResponse> Reply(WatchSlateRequest request, Snapshot<Slate> slate, DateOnly day, string token) =>
        slate.State.Find(request.Vacancy, null).Then(vacancy => new WatchSlateResponse
        {
            Vacancy = CandidatesWire.ToWire(vacancy, slate.State.AppointmentAt(null)),
            Candidates = { CandidatesWire.ToWire(slate.State, slate.State.Candidates.Values, day, knownAt: null) },
            RevisionToken = token,
        });

    protected override WatchSlateResponse Heartbeat(string token) => new() { RevisionToken = token };
}
