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

    protected override Answer<WatchSlateResponse> Reply(WatchSlateRequest request, Snapshot<Slate> slate, DateOnly day, string token)
    {
        var (vacancy, unknown) = slate.State.Find(request.Vacancy, null);
        if (unknown is not null) return unknown;
        var appointment = slate.State.AppointmentAt(null);
        return new WatchSlateResponse
        {
            Vacancy = CandidatesWire.ToWire(vacancy!, appointment),
            Candidates = { slate.State.Candidates.Values.Select(c => CandidatesWire.ToWire(slate.State, c, appointment, day, knownAt: null)) },
            RevisionToken = token,
        };
    }

    protected override WatchSlateResponse Heartbeat(string token) => new() { RevisionToken = token };
}
