using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus.Watching;
using NatoServices.Watching;

namespace NatoServices.Consensus.Handlers;

internal sealed class WatchEntriesHandler(SelectionReader selections, EntryWatch watch, TimeProvider clock)
    : WatchHandler<WatchEntriesRequest, WatchEntriesResponse, RecordEnd>(clock)
{
    protected override void Check(WatchEntriesRequest request, Violations violations) =>
        SelectionReader.CheckRecord(request.Selection, "after_revision", request.AfterRevision, violations);

    protected override ValueTask<Answer<RecordEnd>> ReadAsync(WatchEntriesRequest request, Reading reading, CancellationToken cancellation) =>
        selections.EndAsync(request.Selection, request.AfterRevision, cancellation);

    protected override Task WatchAsync(
        WatchEntriesRequest request, Reading reading, RecordEnd first, IServerStreamWriter<WatchEntriesResponse> watcher,
        CancellationToken cancellation) =>
        watch.WatchAsync(first, request.AfterRevision, watcher, cancellation);
}
