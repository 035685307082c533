using Nato.Members.V1;
using NatoServices.Members.Rules;

namespace NatoServices.Members.Handlers;

internal sealed class ListMembersHandler(QueryPipeline pipeline, AggregateStore<Roster, RosterEvent> store)
    : SnapshotQueryHandler<ListMembersRequest, ListMembersResponse, Roster, RosterEvent>(pipeline, store)
{
    public override void Check(ListMembersRequest request, Violations violations) =>
        violations.OptionalOneOf("status", (Rules.MemberStatus)request.Status);

    public override bool IsPageKey(string key) => CountryCodes.IsAssigned(key);

    protected override string StreamOf(ListMembersRequest request) => MembersApp.Stream;

    protected override Answer<ListMembersResponse> Reply(ListMembersRequest request, Snapshot<Roster> roster, Reading reading)
    {
        var wanted = (Rules.MemberStatus)request.Status;
        var listed = roster.State.KnownAt(reading.KnownAt)
            .Select(m => (Member: m, m.StatusOn(reading.AsOf, reading.KnownAt).Status))
            .Where(m => wanted == Rules.MemberStatus.Unspecified ? m.Status != wanted : m.Status == wanted)
            .Select(m => m.Member);
        var (members, next) = reading.Page.Cut(listed, m => m.Code, m => MembersWire.ToWire(m, reading.AsOf, reading.KnownAt));
        return new ListMembersResponse
        {
            Members = { members },
            NextPageToken = next,
            RevisionToken = roster.Token,
        };
    }
}
