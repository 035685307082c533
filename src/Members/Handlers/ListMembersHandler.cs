using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Members.Rules;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members.Handlers;

internal sealed class ListMembersHandler(QueryPipeline pipeline, AggregateStore<Roster, RosterEvent> store)
    : QueryHandler<ListMembersRequest, ListMembersResponse>(pipeline)
{
    public override void Check(ListMembersRequest request, Violations violations) =>
        violations.OptionalOneOf("status", (Rules.MemberStatus)request.Status);

    public override bool IsPageKey(string key) => CountryCodes.IsAssigned(key);

    public override async ValueTask<Answer<ListMembersResponse>> AnswerAsync(
        ListMembersRequest request, Reading reading, CancellationToken cancellation)
    {
        var roster = await store.ReadAsync(MembersApp.Stream, reading, cancellation);
        return roster.Refusal is null ? MembersWire.Reply(request, roster.Value!, reading) : roster.Refusal;
    }
}
