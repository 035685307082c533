using Grpc.Core;
using Nato.Members.V1;
using NatoServices.Members.Handlers;

namespace NatoServices.Members;

internal sealed class MembersService(
    InviteMemberHandler inviteMember, AccedeMemberHandler accedeMember, WithdrawMemberHandler withdrawMember, UpdateMemberHandler updateMember,
    ReportDefenceExpenditureHandler reportDefenceExpenditure, GetMemberHandler getMember, ListMembersHandler listMembers,
    GetRosterHandler getRoster, GetRosterHistoryHandler getRosterHistory, WatchRosterHandler watchRoster)
    : Nato.Members.V1.Members.MembersBase
{
    public override Task<InviteMemberResponse> InviteMember(InviteMemberRequest request, ServerCallContext context) =>
        inviteMember.HandleAsync(request, context);

    public override Task<AccedeMemberResponse> AccedeMember(AccedeMemberRequest request, ServerCallContext context) =>
        accedeMember.HandleAsync(request, context);

    public override Task<WithdrawMemberResponse> WithdrawMember(WithdrawMemberRequest request, ServerCallContext context) =>
        withdrawMember.HandleAsync(request, context);

    public override Task<UpdateMemberResponse> UpdateMember(UpdateMemberRequest request, ServerCallContext context) =>
        updateMember.HandleAsync(request, context);

    public override Task<ReportDefenceExpenditureResponse> ReportDefenceExpenditure(ReportDefenceExpenditureRequest request, ServerCallContext context) =>
        reportDefenceExpenditure.HandleAsync(request, context);

    public override Task<GetMemberResponse> GetMember(GetMemberRequest request, ServerCallContext context) => getMember.HandleAsync(request, context);

    public override Task<ListMembersResponse> ListMembers(ListMembersRequest request, ServerCallContext context) =>
        listMembers.HandleAsync(request, context);

    public override Task<GetRosterResponse> GetRoster(GetRosterRequest request, ServerCallContext context) => getRoster.HandleAsync(request, context);

    public override Task<GetRosterHistoryResponse> GetRosterHistory(GetRosterHistoryRequest request, ServerCallContext context) =>
        getRosterHistory.HandleAsync(request, context);

    public override Task WatchRoster(WatchRosterRequest request, IServerStreamWriter<WatchRosterResponse> watcher, ServerCallContext context) =>
        watchRoster.HandleAsync(request, watcher, context);
}
