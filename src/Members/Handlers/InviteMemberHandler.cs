using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Members.Rules;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members.Handlers;

internal sealed class InviteMemberHandler(CommandPipeline<Roster, RosterEvent> pipeline)
    : RosterCommandHandler<InviteMemberRequest, InviteMemberResponse>(pipeline)
{
    protected override Ruling<RosterEvent> Decide(Command<InviteMemberRequest> command, Roster state, DateTimeOffset now) =>
        state.Decide(MembersWire.Command(command.Request), now);

    protected override InviteMemberResponse Reply(InviteMemberRequest request, Snapshot<Roster> after) =>
        new() { Member = Entered(after, request.Code), RevisionToken = MembersWire.Token(after) };
}
