using Nato.Consensus.V1;
using NatoServices.Consensus.Decisions;

namespace NatoServices.Consensus.Handlers;

internal sealed class DeclareDecisionHandler(CommandPipeline<Selection, SelectionEvent> pipeline, SelectionFacts facts, DecisionReader decisions)
    : CandidateCommandHandler<DeclareDecisionRequest, DeclareDecisionResponse>(
        pipeline, facts, request => (request.Selection, request.Candidate), acceptsOnCached: false)
{
    public override async ValueTask<DeclareDecisionResponse> ReplyAsync(
        DeclareDecisionRequest request, Snapshot<Selection> after, CancellationToken cancellation) => new()
        {
            Decision = await decisions.ToWireAsync(after, after.State.Decisions[^1], null, cancellation),
            RevisionToken = after.Token,
        };

    protected override Ruling<SelectionEvent> Decide(
        Command<DeclareDecisionRequest> command, Selection state, Facts? facts, Violations violations, DateTimeOffset now) =>
        state.Decide(DecisionWire.Command(command.Request), facts, now);
}
