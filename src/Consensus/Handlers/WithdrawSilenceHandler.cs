using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Consensus.Silences;
using NatoServices.Domain;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

internal sealed class WithdrawSilenceHandler(CommandPipeline<Selection, SelectionEvent> pipeline)
    : SelectionCommandHandler<WithdrawSilenceRequest, WithdrawSilenceResponse>(pipeline)
{
    protected override string SelectionOf(WithdrawSilenceRequest request) => request.Selection;

    protected override Ruling<SelectionEvent> Decide(WithdrawSilenceRequest request, Selection state, Violations violations, DateTimeOffset now) =>
        state.Decide(SilenceWire.Command(request), now);

    public override ValueTask<WithdrawSilenceResponse> ReplyAsync(WithdrawSilenceRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new WithdrawSilenceResponse { Silence = SilenceWire.Entered(after, request.Silence), RevisionToken = ConsensusWire.Token(after) });
}
