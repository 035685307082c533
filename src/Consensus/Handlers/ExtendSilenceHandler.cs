using Nato.Consensus.V1;
using NatoServices.Consensus.Silences;

namespace NatoServices.Consensus.Handlers;

internal sealed class ExtendSilenceHandler(CommandPipeline<Selection, SelectionEvent> pipeline)
    : SelectionCommandHandler<ExtendSilenceRequest, ExtendSilenceResponse>(pipeline, request => request.Selection)
{
    protected override Ruling<SelectionEvent> Decide(ExtendSilenceRequest request, Selection state, Violations violations, DateTimeOffset now) =>
        state.Decide(SilenceWire.Command(request, violations), now);

    public override ValueTask<ExtendSilenceResponse> ReplyAsync(ExtendSilenceRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new ExtendSilenceResponse { Silence = SilenceWire.Entered(after, request.Silence), RevisionToken = after.Token });
}
