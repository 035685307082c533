using Nato.Consensus.V1;
using NatoServices.Consensus.Silences;

namespace NatoServices.Consensus.Handlers;

internal sealed class WithdrawSilenceHandler(CommandPipeline<Selection, SelectionEvent> pipeline)
    : SelectionCommandHandler<WithdrawSilenceRequest, WithdrawSilenceResponse>(pipeline, request => request.Selection)
{
    protected override Ruling<SelectionEvent> Decide(WithdrawSilenceRequest request, Selection state, Violations violations, DateTimeOffset now) =>
        state.Decide(SilenceWire.Command(request), now);

    public override ValueTask<WithdrawSilenceResponse> ReplyAsync(WithdrawSilenceRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new WithdrawSilenceResponse { Silence = SilenceWire.Entered(after, request.Silence), RevisionToken = after.Token });
}
