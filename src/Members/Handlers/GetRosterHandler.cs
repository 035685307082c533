using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Members.Rules;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members.Handlers;

internal sealed class GetRosterHandler(QueryPipeline pipeline, AggregateStore<Roster, RosterEvent> store)
    : QueryHandler<GetRosterRequest, GetRosterResponse>(pipeline)
{
    public override async ValueTask<Answer<GetRosterResponse>> AnswerAsync(
        GetRosterRequest request, Reading reading, CancellationToken cancellation)
    {
        var roster = await store.ReadAsync(MembersApp.Stream, reading, cancellation);
        return roster.Refusal is null ? MembersWire.RosterReply(roster.Value!, reading) : roster.Refusal;
    }
}
