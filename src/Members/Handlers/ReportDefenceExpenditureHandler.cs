using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Members.Rules;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members.Handlers;

internal sealed class ReportDefenceExpenditureHandler(CommandPipeline<Roster, RosterEvent> pipeline)
    : RosterCommandHandler<ReportDefenceExpenditureRequest, ReportDefenceExpenditureResponse>(pipeline)
{
    protected override Ruling<RosterEvent> Decide(Command<ReportDefenceExpenditureRequest> command, Roster state, DateTimeOffset now) =>
        state.Decide(MembersWire.Command(command.Request), now);

    protected override ReportDefenceExpenditureResponse Reply(ReportDefenceExpenditureRequest request, Snapshot<Roster> after) =>
        new()
        {
            DefenceExpenditure = MembersWire.ToWire(
                after.State.Members[request.Code].DefenceExpenditure.Last(d => d.Recorded.Revision == after.Revision)),
            RevisionToken = MembersWire.Token(after),
        };
}
