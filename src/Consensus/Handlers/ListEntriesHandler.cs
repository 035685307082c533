using System.Globalization;
using Nato.Consensus.V1;

namespace NatoServices.Consensus.Handlers;

internal sealed class ListEntriesHandler(QueryPipeline pipeline, SelectionReader selections, AggregateStore<Selection, SelectionEvent> store)
    : QueryHandler<ListEntriesRequest, ListEntriesResponse>(pipeline)
{
    public override void Check(ListEntriesRequest request, Violations violations) =>
        SelectionReader.CheckRecord(request.Selection, "after_revision", request.AfterRevision, violations);

    public override bool IsPageKey(string key) => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    public override async ValueTask<Answer<ListEntriesResponse>> AnswerAsync(
        ListEntriesRequest request, Reading reading, CancellationToken cancellation)
    {
        var end = await selections.EndAsync(request.Selection, reading.AtLeast.Of(Selections.StreamOf(request.Selection)), cancellation);
        if (end.Refusal is not null) return end.Refusal;
        var (stream, last) = end.Value!;
        var after = reading.Page.After is "" ? request.AfterRevision : long.Parse(reading.Page.After, CultureInfo.InvariantCulture);
        var entries = store.Journal.ReadAsync(stream, after, Math.Min(last, after + reading.Page.Size), cancellation);
        return await ConsensusWire.ReplyAsync(RevisionToken.Of(stream, last), last, entries, reading.Page);
    }
}
