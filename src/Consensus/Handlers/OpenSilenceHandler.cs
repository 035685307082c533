using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Consensus.Silences;
using NatoServices.Domain;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

internal sealed class OpenSilenceHandler(CommandPipeline<Selection, SelectionEvent> pipeline, SelectionFacts facts)
    : SelectionCommandHandler<OpenSilenceRequest, OpenSilenceResponse, Facts>(pipeline)
{
    public override ValueTask<Answer<Facts>> FreshFactsAsync(OpenSilenceRequest request, CancellationToken cancellation) =>
        facts.FreshAsync(request.Selection, request.Candidate, cancellation);

    protected override string SelectionOf(OpenSilenceRequest request) => request.Selection;

    protected override Ruling<SelectionEvent> Decide(
        Command<OpenSilenceRequest> command, Selection state, Facts? facts, Violations violations, DateTimeOffset now) =>
        state.Decide(SilenceWire.Command(command.Request, violations), facts, now);

    public override ValueTask<OpenSilenceResponse> ReplyAsync(OpenSilenceRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new OpenSilenceResponse { Silence = SilenceWire.Entered(after, after.State.Silences[^1].Id), RevisionToken = ConsensusWire.Token(after) });
}
