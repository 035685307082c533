using Nato.Consensus.V1;
using NatoServices.Consensus.Silences;

namespace NatoServices.Consensus.Handlers;

internal sealed class GetSilenceHandler(QueryPipeline pipeline, SelectionReader selections, TimeProvider clock)
    : QueryHandler<GetSilenceRequest, GetSilenceResponse>(pipeline)
{
    public override void Check(GetSilenceRequest request, Violations violations)
    {
        violations.Id("selection", request.Selection);
        violations.EntryId("silence", request.Silence, 's');
    }

    public override async ValueTask<Answer<GetSilenceResponse>> AnswerAsync(
        GetSilenceRequest request, Reading reading, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var selection = await selections.ReadAsync(request.Selection, reading, cancellation);
        return selection.Then(read => SilenceWire.Reply(request, read, reading, now));
    }
}
