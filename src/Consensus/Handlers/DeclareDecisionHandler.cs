using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Decisions;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

internal sealed class DeclareDecisionHandler(CommandPipeline<Selection, SelectionEvent> pipeline, SelectionFacts facts, DecisionReader decisions)
    : SelectionCommandHandler<DeclareDecisionRequest, DeclareDecisionResponse, Facts>(pipeline)
{
    public override ValueTask<Answer<Facts>> FreshFactsAsync(DeclareDecisionRequest request, CancellationToken cancellation) =>
        facts.FreshAsync(request.Selection, request.Candidate, cancellation);

    public override async ValueTask<DeclareDecisionResponse> ReplyAsync(
        DeclareDecisionRequest request, Snapshot<Selection> after, CancellationToken cancellation) => new()
        {
            Decision = await decisions.ToWireAsync(after, after.State.Decisions[^1], null, cancellation),
            RevisionToken = ConsensusWire.Token(after),
        };

    protected override string SelectionOf(DeclareDecisionRequest request) => request.Selection;

    protected override Ruling<SelectionEvent> Decide(
        Command<DeclareDecisionRequest> command, Selection state, Facts? facts, Violations violations, DateTimeOffset now) =>
        state.Decide(DecisionWire.Command(command.Request), facts, now);
}
