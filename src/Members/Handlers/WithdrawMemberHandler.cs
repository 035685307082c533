using Nato.Members.V1;
using NatoServices.Members.Rules;

namespace NatoServices.Members.Handlers;

internal sealed class WithdrawMemberHandler(CommandPipeline<Roster, RosterEvent> pipeline)
    : RosterCommandHandler<WithdrawMemberRequest, WithdrawMember, WithdrawMemberResponse>(pipeline)
{
    public override WithdrawMember Map(WithdrawMemberRequest request, string actor) =>
        new(request.Code, request.Date.ToPartialDate(), request.Source.ToSource());

    protected override Ruling<RosterEvent> Decide(WithdrawMember command, Roster state, DateTimeOffset now) => state.Decide(command);

    protected override WithdrawMemberResponse Reply(WithdrawMember command, Snapshot<Roster> after) =>
        new() { Member = Entered(after, command.Code), RevisionToken = after.Token };
}
