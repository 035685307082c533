using Nato.Consensus.V1;
using NatoServices.Consensus.Silences;

namespace NatoServices.Consensus.Handlers;

internal sealed class OpenSilenceHandler(CommandPipeline<Selection, SelectionEvent> pipeline, SelectionFacts facts)
    : CandidateCommandHandler<OpenSilenceRequest, OpenSilenceResponse>(
        pipeline, facts, request => (request.Selection, request.Candidate), acceptsOnCached: false)
{
    protected override Ruling<SelectionEvent> Decide(
        Command<OpenSilenceRequest> command, Selection state, Facts? facts, Violations violations, DateTimeOffset now) =>
        state.Decide(SilenceWire.Command(command.Request, violations), facts, now);

    public override ValueTask<OpenSilenceResponse> ReplyAsync(OpenSilenceRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new OpenSilenceResponse { Silence = SilenceWire.Entered(after, after.State.Silences[^1].Id), RevisionToken = after.Token });
}
