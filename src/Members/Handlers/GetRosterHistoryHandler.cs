using Google.Protobuf.WellKnownTypes;
using Nato.Members.V1;
using NatoServices.Members.Rules;

namespace NatoServices.Members.Handlers;

internal sealed class GetRosterHistoryHandler(QueryPipeline pipeline, AggregateStore<Roster, RosterEvent> store)
    : HistoryQueryHandler<GetRosterHistoryRequest, GetRosterHistoryResponse, Roster, RosterEvent>(pipeline, store)
{
    /// <summary>The key of <c>recorded_at</c>, which is an item like a member. It sorts before every code.</summary>
    private const string RecordedAt = "@";

    /// <summary>700 KB.</summary>
    private const int MostMoments = 50_000;

    /// <summary>700 KB of changes and names, if every name is as long as it may be.</summary>
    private const int MostChanges = 1000;

    protected override string StreamOf(GetRosterHistoryRequest request) => MembersApp.Stream;

    protected override bool IsItemKey(string key) => key is RecordedAt || CountryCodes.IsAssigned(key);

    protected override Answer<GetRosterHistoryResponse> Reply(GetRosterHistoryRequest request, Snapshot<Roster> roster, Reading reading)
    {
        // Each entry of the roster leaves one stamp.
        var moments = HistoryPages.PartsOf(
            RecordedAt, (int)roster.Revision, request.InParts ? MostMoments : null, (from, most) => MomentsOf(roster.State, from, most));
        var members = roster.State.Members.Values.SelectMany(member => PartsOf(member, request.InParts ? MostChanges : null));
        var reply = new GetRosterHistoryResponse
        {
            Revision = roster.Revision,
            Hash = RecordWire.HashOf(roster),
            RevisionToken = roster.Token,
        };
        reply.NextPageToken = HistoryPages.Fill(reply, moments.Concat(members), request.PageSize, reading.Page);
        return reply;
    }

    private static GetRosterHistoryResponse MomentsOf(Roster roster, int from, int most) =>
        new() { RecordedAt = { roster.Stamps.Skip(from).Take(most).Select(s => s.RecordedAt.ToTimestamp()) } };

    private static IEnumerable<HistoryPart<GetRosterHistoryResponse>> PartsOf(Rules.Member member, int? most)
    {
        var names = member.Particulars.FindAll(p => p.DisplayName is not null);
        return HistoryPages.PartsOf(member.Code, Math.Max(member.History.Count, names.Count), most, (from, most) => new GetRosterHistoryResponse
        {
            Members =
            {
                new MemberHistory
                {
                    Code = member.Code,
                    Changes = { member.History.Skip(from).Take(most).Select(MembersWire.ToChange) },
                    Names = { names.Skip(from).Take(most).Select(MembersWire.ToChange) },
                },
            },
        });
    }
}
