using Nato.Members.V1;
using NatoServices.Members.Rules;

namespace NatoServices.Members.Handlers;

internal sealed class InviteMemberHandler(CommandPipeline<Roster, RosterEvent> pipeline)
    : RosterCommandHandler<InviteMemberRequest, InviteMember, InviteMemberResponse>(pipeline)
{
    public override InviteMember Map(InviteMemberRequest request, string actor) => new(
        request.Code, request.DisplayName, request.HeadOfGovernment, request.Office, request.InvitedOn.ToPartialDate(), request.Source.ToSource());

    protected override Ruling<RosterEvent> Decide(InviteMember command, Roster state, DateTimeOffset now) => state.Decide(command, now);

    protected override InviteMemberResponse Reply(InviteMember command, Snapshot<Roster> after) =>
        new() { Member = Entered(after, command.Code), RevisionToken = after.Token };
}
