using Nato.Members.V1;
using NatoServices.Members.Rules;

namespace NatoServices.Members.Handlers;

internal sealed class GetRosterHandler(QueryPipeline pipeline, AggregateStore<Roster, RosterEvent> store)
    : SnapshotQueryHandler<GetRosterRequest, GetRosterResponse, Roster, RosterEvent>(pipeline, store)
{
    protected override string StreamOf(GetRosterRequest request) => MembersApp.Stream;

    protected override Answer<GetRosterResponse> Reply(GetRosterRequest request, Snapshot<Roster> roster, Reading reading) =>
        MembersWire.ToWire(roster, reading.AsOf, reading.KnownAt);
}
