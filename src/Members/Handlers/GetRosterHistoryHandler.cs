using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Members.Rules;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members.Handlers;

internal sealed class GetRosterHistoryHandler(QueryPipeline pipeline, AggregateStore<Roster, RosterEvent> store)
    : QueryHandler<GetRosterHistoryRequest, GetRosterHistoryResponse>(pipeline)
{
    public override bool IsPageKey(string key) => CountryCodes.IsAssigned(key);

    public override async ValueTask<Answer<GetRosterHistoryResponse>> AnswerAsync(
        GetRosterHistoryRequest request, Reading reading, CancellationToken cancellation)
    {
        var want = reading.Of(MembersApp.Stream);
        var (roster, head) = await store.LoadWithHeadAsync(MembersApp.Stream, want, cancellation);
        return roster.Revision < want.AtLeast
            ? new RevisionNotReached(roster.Stream, want.AtLeast, roster.Revision)
            : MembersWire.HistoryReply(request, roster, head, reading.Page);
    }
}
