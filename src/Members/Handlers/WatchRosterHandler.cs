using Nato.Members.V1;
using NatoServices.Members.Rules;
using NatoServices.Watching;

namespace NatoServices.Members.Handlers;

internal sealed class WatchRosterHandler(
    AggregateStore<Roster, RosterEvent> store, LatestValueWatch<WatchedState, WatchRosterResponse> watch, TimeProvider clock)
    : StateWatchHandler<WatchRosterRequest, WatchRosterResponse, Roster, RosterEvent>(store, watch, clock)
{
    protected override string StreamOf(WatchRosterRequest request) => MembersApp.Stream;

    protected override Answer<WatchRosterResponse> Reply(WatchRosterRequest request, Snapshot<Roster> roster, DateOnly day, string token) =>
        new WatchRosterResponse { Roster = MembersWire.ToWire(roster, day, knownAt: null), RevisionToken = token };

    protected override WatchRosterResponse Heartbeat(string token) => new() { RevisionToken = token };
}
