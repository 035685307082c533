using Nato.Members.V1;
using NatoServices.Members.Rules;

namespace NatoServices.Members.Handlers;

internal sealed class AccedeMemberHandler(CommandPipeline<Roster, RosterEvent> pipeline)
    : RosterCommandHandler<AccedeMemberRequest, AccedeMember, AccedeMemberResponse>(pipeline)
{
    public override AccedeMember Map(AccedeMemberRequest request, string actor) =>
        new(request.Code, request.Date.ToPartialDate(), request.Source.ToSource());

    protected override Ruling<RosterEvent> Decide(AccedeMember command, Roster state, DateTimeOffset now) => state.Decide(command, now);

    protected override AccedeMemberResponse Reply(AccedeMember command, Snapshot<Roster> after) =>
        new() { Member = Entered(after, command.Code), RevisionToken = after.Token };
}
