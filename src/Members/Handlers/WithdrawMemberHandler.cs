using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Members.Rules;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members.Handlers;

internal sealed class WithdrawMemberHandler(CommandPipeline<Roster, RosterEvent> pipeline)
    : RosterCommandHandler<WithdrawMemberRequest, WithdrawMemberResponse>(pipeline)
{
    protected override Ruling<RosterEvent> Decide(Command<WithdrawMemberRequest> command, Roster state, DateTimeOffset now) =>
        state.Decide(MembersWire.Command(command.Request));

    protected override WithdrawMemberResponse Reply(WithdrawMemberRequest request, Snapshot<Roster> after) =>
        new() { Member = Entered(after, request.Code), RevisionToken = MembersWire.Token(after) };
}
