using Nato.Members.V1;
using NatoServices.Members.Rules;

namespace NatoServices.Members.Handlers;

internal sealed class GetMemberHandler(QueryPipeline pipeline, AggregateStore<Roster, RosterEvent> store)
    : SnapshotQueryHandler<GetMemberRequest, GetMemberResponse, Roster, RosterEvent>(pipeline, store)
{
    public override void Check(GetMemberRequest request, Violations violations) => violations.MemberCode("code", request.Code);

    protected override string StreamOf(GetMemberRequest request) => MembersApp.Stream;

    protected override Answer<GetMemberResponse> Reply(GetMemberRequest request, Snapshot<Roster> roster, Reading reading)
    {
        var (member, unknown) = roster.State.Find(request.Code, reading.KnownAt);
        if (unknown is not null) return unknown;
        return new GetMemberResponse
        {
            Member = MembersWire.ToWire(member!, reading.AsOf, reading.KnownAt),
            DefenceExpenditure = { member!.DefenceExpenditure.Where(d => d.Recorded.IsKnownAt(reading.KnownAt)).Select(MembersWire.ToWire) },
            RevisionToken = roster.Token,
        };
    }
}
