using Nato.Consensus.V1;
using NatoServices.Consensus.Silences;

namespace NatoServices.Consensus.Handlers;

internal sealed class ListSilencesHandler(QueryPipeline pipeline, SelectionReader selections, TimeProvider clock)
    : QueryHandler<ListSilencesRequest, ListSilencesResponse>(pipeline)
{
    public override void Check(ListSilencesRequest request, Violations violations)
    {
        violations.Id("selection", request.Selection);
        violations.OptionalOneOf("state", (Rules.SilenceState)request.State);
    }

    public override bool IsPageKey(string key) => SilenceWire.IsKey(key);

    public override async ValueTask<Answer<ListSilencesResponse>> AnswerAsync(
        ListSilencesRequest request, Reading reading, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var selection = await selections.ReadAsync(request.Selection, reading, cancellation);
        return selection.Then(read => SilenceWire.Reply(request, read, reading, now));
    }
}
