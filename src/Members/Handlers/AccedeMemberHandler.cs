using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Members.Rules;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members.Handlers;

internal sealed class AccedeMemberHandler(CommandPipeline<Roster, RosterEvent> pipeline)
    : RosterCommandHandler<AccedeMemberRequest, AccedeMemberResponse>(pipeline)
{
    protected override Ruling<RosterEvent> Decide(Command<AccedeMemberRequest> command, Roster state, DateTimeOffset now) =>
        state.Decide(MembersWire.Command(command.Request), now);

    protected override AccedeMemberResponse Reply(AccedeMemberRequest request, Snapshot<Roster> after) =>
        new() { Member = Entered(after, request.Code), RevisionToken = MembersWire.Token(after) };
}
