using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Members.Rules;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members.Handlers;

internal sealed class UpdateMemberHandler(CommandPipeline<Roster, RosterEvent> pipeline)
    : RosterCommandHandler<UpdateMemberRequest, UpdateMemberResponse>(pipeline)
{
    protected override Ruling<RosterEvent> Decide(Command<UpdateMemberRequest> command, Roster state, DateTimeOffset now) =>
        state.Decide(MembersWire.Command(command.Request), now);

    protected override UpdateMemberResponse Reply(UpdateMemberRequest request, Snapshot<Roster> after) =>
        new() { Member = Entered(after, request.Code), RevisionToken = MembersWire.Token(after) };
}
