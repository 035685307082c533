using Nato.Members.V1;
using NatoServices.Members.Rules;

namespace NatoServices.Members.Handlers;

internal sealed class ReportDefenceExpenditureHandler(CommandPipeline<Roster, RosterEvent> pipeline)
    : RosterCommandHandler<ReportDefenceExpenditureRequest, ReportDefenceExpenditure, ReportDefenceExpenditureResponse>(pipeline)
{
    public override ReportDefenceExpenditure Map(ReportDefenceExpenditureRequest request, string actor) =>
        new(request.Code, request.Year, request.HasPercentOfGdp ? request.PercentOfGdp : null, request.Estimate, request.Source.ToSource());

    protected override Ruling<RosterEvent> Decide(ReportDefenceExpenditure command, Roster state, DateTimeOffset now) => state.Decide(command, now);

    protected override ReportDefenceExpenditureResponse Reply(ReportDefenceExpenditure command, Snapshot<Roster> after) =>
        new()
        {
            DefenceExpenditure = MembersWire.ToWire(
                after.State.Members[command.Code].DefenceExpenditure.Last(d => d.Recorded.Revision == after.Revision)),
            RevisionToken = after.Token,
        };
}
