using Google.Protobuf.WellKnownTypes;
using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Journal;
using NatoServices.Members.Rules;
using NatoServices.Watching;
using Roster = NatoServices.Members.Rules.Roster;
using Wire = Nato.Members.V1;

namespace NatoServices.Members;

/// <summary>Converts between the gRPC contract and the domain.</summary>
internal static class MembersWire
{
    private static readonly string[] Updatable = ["display_name", "head_of_government", "office"];

    public static InviteMember Command(InviteMemberRequest request) => new(
        request.Code, request.DisplayName, request.HeadOfGovernment, request.Office, request.InvitedOn.ToPartialDate(), request.Source.ToSource());

    public static AccedeMember Command(AccedeMemberRequest request) =>
        new(request.Code, request.Date.ToPartialDate(), request.Source.ToSource());

    public static WithdrawMember Command(WithdrawMemberRequest request) =>
        new(request.Code, request.Date.ToPartialDate(), request.Source.ToSource());

    public static UpdateMember Command(UpdateMemberRequest request)
    {
        var paths = request.UpdateMask?.Paths;
        return new(
            request.Code, Named("display_name", request.DisplayName), Named("head_of_government", request.HeadOfGovernment),
            Named("office", request.Office), [.. paths?.Except(Updatable) ?? []], request.From.ToPartialDate());

        string? Named(string field, string value) => paths?.Contains(field) ?? value is not "" ? value : null;
    }

    public static ReportDefenceExpenditure Command(ReportDefenceExpenditureRequest request) =>
        new(request.Code, request.Year, request.HasPercentOfGdp ? request.PercentOfGdp : null, request.Estimate, request.Source.ToSource());

    public static GetMemberResponse MemberReply(Snapshot<Roster> roster, Rules.Member member, Reading reading) => new()
    {
        Member = ToWire(member, reading.AsOf, reading.KnownAt),
        DefenceExpenditure = { member.DefenceExpenditure.Where(d => d.Recorded.IsKnownAt(reading.KnownAt)).Select(ToWire) },
        RevisionToken = Token(roster),
    };

    public static ListMembersResponse Reply(ListMembersRequest request, Snapshot<Roster> roster, Reading reading)
    {
        var wanted = (Rules.MemberStatus)request.Status;
        var listed = roster.State.KnownAt(reading.KnownAt)
            .Select(m => (Member: m, m.StatusOn(reading.AsOf, reading.KnownAt).Status))
            .Where(m => wanted == Rules.MemberStatus.Unspecified ? m.Status != wanted : m.Status == wanted)
            .Select(m => m.Member);
        var (members, next) = reading.Page.Cut(listed, m => m.Code);
        return new()
        {
            Members = { members.Select(m => ToWire(m, reading.AsOf, reading.KnownAt)) },
            NextPageToken = next,
            RevisionToken = Token(roster),
        };
    }

    public static GetRosterResponse RosterReply(Snapshot<Roster> roster, Reading reading)
    {
        var reply = new GetRosterResponse
        {
            AsOf = reading.AsOf.ToWire(),
            Electorate = { roster.State.Electorate(reading.AsOf, reading.KnownAt).Select(m => m.Code) },
            Members = { roster.State.KnownAt(reading.KnownAt).Select(m => ToWire(m, reading.AsOf, reading.KnownAt)) },
            Revision = roster.State.RevisionAt(reading.KnownAt),
            RevisionToken = Token(roster),
        };
        reply.ElectorateSize = reply.Electorate.Count;
        return reply;
    }

    /// <summary>The update for watchers of the roster on a day; null means today.</summary>
    public static WatchUpdate<WatchRosterResponse> WatchReply(Snapshot<Roster> roster, DateOnly? asOf, DateOnly today)
    {
        var reply = RosterReply(roster, new(asOf ?? today, null, RevisionToken.Any, Fully: false));
        var token = RevisionToken.Of(roster.Stream, roster.Revision);
        if (asOf is null) token = token.And(ResumePoint.DayOf(today));
        return new(new() { Roster = reply, RevisionToken = token.ToString() }, new() { RevisionToken = token.ToString() }, token);
    }

    public static GetRosterHistoryResponse HistoryReply(GetRosterHistoryRequest request, Snapshot<Roster> roster, Head head, Page page)
    {
        var all = roster.State.Members.Values.Select(HistoryOf);
        var (members, next) = HistoryPages.Cut(all, request.PageSize, page, member => member.Code);
        return new()
        {
            Members = { members },
            RecordedAt = { request.PageToken is "" ? roster.State.Stamps.Select(s => s.RecordedAt.ToTimestamp()) : [] },
            Revision = roster.Revision,
            Hash = RecordWire.HashOf(roster, head),
            RevisionToken = Token(roster),
            NextPageToken = next,
        };
    }

    public static Wire.Member ToWire(Rules.Member member, DateOnly day, DateTimeOffset? knownAt)
    {
        var (status, since) = member.StatusOn(day, knownAt);
        var (displayName, headOfGovernment, office) = member.ParticularsOn(day, knownAt);
        return new()
        {
            Code = member.Code,
            DisplayName = displayName,
            Status = (Wire.MemberStatus)status,
            Since = since.ToWire(),
            HeadOfGovernment = headOfGovernment,
            Office = office,
            History = { member.HistoryAt(knownAt).Select(ToWire) },
        };
    }

    public static Wire.DefenceExpenditure ToWire(Rules.DefenceExpenditure figure) => new()
    {
        Year = figure.Year,
        PercentOfGdp = (double)figure.PercentOfGdp,
        Estimate = figure.Estimate,
        Source = figure.Source.ToWire(),
        Recorded = figure.Recorded.ToWire(),
    };

    public static string Token(Snapshot<Roster> roster) => RevisionToken.Of(roster.Stream, roster.Revision).ToString();

    private static MemberHistory HistoryOf(Rules.Member member) => new()
    {
        Code = member.Code,
        Changes =
        {
            member.History.Select(change => new StatusChange
            {
                Status = (Wire.MemberStatus)change.Status,
                From = change.From.ToWire(),
                RecordedAt = change.Recorded.RecordedAt.ToTimestamp(),
                SupersededAt = change.Superseded?.RecordedAt.ToTimestamp(),
            }),
        },
        Names =
        {
            member.Particulars.Where(p => p.DisplayName is not null).Select(named => new NameChange
            {
                DisplayName = named.DisplayName,
                From = named.From.ToWire(),
                RecordedAt = named.Recorded.RecordedAt.ToTimestamp(),
            }),
        },
    };

    private static Wire.Membership ToWire(Rules.Membership change) => new()
    {
        Status = (Wire.MemberStatus)change.Status,
        From = change.From.ToWire(),
        Source = change.Source.ToWire(),
        Recorded = change.Recorded.ToWire(),
    };
}
