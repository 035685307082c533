using Grpc.Core;
using Nato.Members.V1;
using NatoServices.Journal;
using NatoServices.Members.Rules;
using NatoServices.ServiceDefaults;
using NatoServices.Words;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members;

/// <summary>The RPCs of <c>nato.members.v1.Members</c>: load → decide → append → answer.</summary>
internal sealed class MembersService(
    Ledger<Roster, RosterEvent> ledger, NewestWatch<WatchedRoster, WatchRosterResponse> watch, TimeProvider clock)
    : Nato.Members.V1.Members.MembersBase
{
    public override async Task<GetMemberResponse> GetMember(GetMemberRequest request, ServerCallContext context)
    {
        return await MembersWire.Reading(request, clock.GetUtcNow()).SurelyAsync(async reading =>
        {
            var roster = await ReadAsync(reading, context);
            return MembersWire.MemberReply(roster, roster.State.Find(request.Code, reading.KnownAt), reading);
        });
    }

    public override async Task<ListMembersResponse> ListMembers(ListMembersRequest request, ServerCallContext context)
    {
        var (reading, page) = MembersWire.Reading(request, clock.GetUtcNow());
        return MembersWire.Reply(request, await ReadAsync(reading, context), reading, page);
    }

    public override async Task<GetRosterResponse> GetRoster(GetRosterRequest request, ServerCallContext context)
    {
        var reading = MembersWire.Reading(request, clock.GetUtcNow());
        return MembersWire.RosterReply(await ReadAsync(reading, context), reading);
    }

    public override async Task<GetRosterHistoryResponse> GetRosterHistory(GetRosterHistoryRequest request, ServerCallContext context)
    {
        var want = MembersWire.Reading(request, clock.GetUtcNow()).Of(MembersApp.Stream);
        var head = await ledger.HeadAsync(MembersApp.Stream, want, context.CancellationToken);
        return MembersWire.HistoryReply(await ledger.AtAsync(MembersApp.Stream, head, context.CancellationToken), head, want);
    }

    public override async Task WatchRoster(WatchRosterRequest request, IServerStreamWriter<WatchRosterResponse> watcher, ServerCallContext context)
    {
        var (reading, resume) = MembersWire.Reading(request, clock.GetUtcNow());
        // It is refused, or brought up to where the watcher was, before the watch begins.
        await ReadAsync(reading, context);
        DateOnly? asOf = request.AsOf is null ? null : reading.AsOf;
        await watch.WatchAsync(
            new(asOf),
            async ct => MembersWire.WatchReply(await ledger.ReadAsync(MembersApp.Stream, cancellation: ct), asOf, Today.Utc(clock.GetUtcNow())),
            resume, watcher, context.CancellationToken);
    }

    public override async Task<InviteMemberResponse> InviteMember(InviteMemberRequest request, ServerCallContext context)
    {
        var command = MembersWire.Command(request);
        var roster = await ledger.WriteAsync(MembersApp.Stream, request, context, (state, now) => state.Decide(command, now));
        return new() { Member = Entered(roster, request.Code), RevisionToken = MembersWire.Token(roster) };
    }

    public override async Task<AccedeMemberResponse> AccedeMember(AccedeMemberRequest request, ServerCallContext context)
    {
        var command = MembersWire.Command(request);
        var roster = await ledger.WriteAsync(MembersApp.Stream, request, context, (state, now) => state.Decide(command, now));
        return new() { Member = Entered(roster, request.Code), RevisionToken = MembersWire.Token(roster) };
    }

    public override async Task<WithdrawMemberResponse> WithdrawMember(WithdrawMemberRequest request, ServerCallContext context)
    {
        var command = MembersWire.Command(request);
        var roster = await ledger.WriteAsync(MembersApp.Stream, request, context, (state, _) => state.Decide(command));
        return new() { Member = Entered(roster, request.Code), RevisionToken = MembersWire.Token(roster) };
    }

    public override async Task<UpdateMemberResponse> UpdateMember(UpdateMemberRequest request, ServerCallContext context)
    {
        var command = MembersWire.Command(request);
        var roster = await ledger.WriteAsync(MembersApp.Stream, request, context, (state, now) => state.Decide(command, now));
        return new() { Member = Entered(roster, request.Code), RevisionToken = MembersWire.Token(roster) };
    }

    public override async Task<ReportDefenceExpenditureResponse> ReportDefenceExpenditure(
        ReportDefenceExpenditureRequest request, ServerCallContext context)
    {
        var command = MembersWire.Command(request);
        var roster = await ledger.WriteAsync(MembersApp.Stream, request, context, (state, now) => state.Decide(command, now));
        return new()
        {
            DefenceExpenditure = MembersWire.ToWire(
                roster.State.Members[request.Code].DefenceExpenditure.Last(d => d.Recorded.Revision == roster.Revision)),
            RevisionToken = MembersWire.Token(roster),
        };
    }

    private ValueTask<Snapshot<Roster>> ReadAsync(Reading reading, ServerCallContext context) =>
        ledger.ReadAsync(MembersApp.Stream, reading.Of(MembersApp.Stream), context.CancellationToken);

    /// <summary>The member as of the day of its entry: a repeated request is answered alike, however much later.</summary>
    private static Nato.Members.V1.Member Entered(Snapshot<Roster> roster, string code)
    {
        var member = roster.State.Members[code];
        return MembersWire.ToWire(member, Today.Utc(member.Stamps.First(s => s.Revision == roster.Revision).RecordedAt), null);
    }
}

/// <summary>What a watch of the roster asks: a day, or null for today and, from midnight on, tomorrow.</summary>
internal sealed record WatchedRoster(DateOnly? AsOf);
