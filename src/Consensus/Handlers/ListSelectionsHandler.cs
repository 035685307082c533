using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Consensus.Handlers;

internal sealed class ListSelectionsHandler(QueryPipeline pipeline, AggregateStore<Rules.Selection, SelectionEvent> store)
    : QueryHandler<ListSelectionsRequest, ListSelectionsResponse>(pipeline)
{
    public override bool IsPageKey(string key) => Ids.IsWellFormed(key);

    public override async ValueTask<Answer<ListSelectionsResponse>> AnswerAsync(
        ListSelectionsRequest request, Reading reading, CancellationToken cancellation)
    {
        var listed = await store.ListAsync(Selections.Prefix, reading, cancellation);
        return listed.Refusal is null ? ConsensusWire.Reply(listed.Value!) : listed.Refusal;
    }
}
