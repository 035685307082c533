using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

internal sealed class RecordPositionHandler(CommandPipeline<Selection, SelectionEvent> pipeline, SelectionFacts facts)
    : SelectionCommandHandler<RecordPositionRequest, RecordPositionResponse, Facts>(pipeline)
{
    public override ValueTask<Facts?> CachedFactsAsync(RecordPositionRequest request, CancellationToken cancellation) =>
        facts.CachedAsync(request.Selection, request.Candidate, cancellation);

    public override ValueTask<Answer<Facts>> FreshFactsAsync(RecordPositionRequest request, CancellationToken cancellation) =>
        facts.FreshAsync(request.Selection, request.Candidate, cancellation);

    protected override string SelectionOf(RecordPositionRequest request) => request.Selection;

    protected override Ruling<SelectionEvent> Decide(
        Command<RecordPositionRequest> command, Selection state, Facts? facts, Violations violations, DateTimeOffset now) =>
        state.Decide(ConsensusWire.Command(command.Request), facts, now);

    public override ValueTask<RecordPositionResponse> ReplyAsync(RecordPositionRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new RecordPositionResponse { Position = ConsensusWire.ToWire(after.State.PositionAt(after.Revision)!), RevisionToken = ConsensusWire.Token(after) });
}
