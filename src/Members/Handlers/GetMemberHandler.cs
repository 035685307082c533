using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Members.Rules;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members.Handlers;

internal sealed class GetMemberHandler(QueryPipeline pipeline, AggregateStore<Roster, RosterEvent> store)
    : QueryHandler<GetMemberRequest, GetMemberResponse>(pipeline)
{
    public override void Check(GetMemberRequest request, Violations violations) => violations.MemberCode("code", request.Code);

    public override async ValueTask<Answer<GetMemberResponse>> AnswerAsync(
        GetMemberRequest request, Reading reading, CancellationToken cancellation)
    {
        var roster = await store.ReadAsync(MembersApp.Stream, reading, cancellation);
        if (roster.Refusal is not null) return roster.Refusal;
        var member = roster.Value!.State.Find(request.Code, reading.KnownAt);
        return member.Refusal is null ? MembersWire.MemberReply(roster.Value, member.Value!, reading) : member.Refusal;
    }
}
