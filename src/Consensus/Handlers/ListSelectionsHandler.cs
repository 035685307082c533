using Nato.Consensus.V1;

namespace NatoServices.Consensus.Handlers;

internal sealed class ListSelectionsHandler(QueryPipeline pipeline, AggregateStore<Selection, SelectionEvent> store)
    : QueryHandler<ListSelectionsRequest, ListSelectionsResponse>(pipeline)
{
    public override bool IsPageKey(string key) => Ids.IsWellFormed(key);

    public override async ValueTask<Answer<ListSelectionsResponse>> AnswerAsync(
        ListSelectionsRequest request, Reading reading, CancellationToken cancellation) =>
        (await store.ListAsync(Selections.Prefix, reading, cancellation)).Then(ConsensusWire.Reply);
}
