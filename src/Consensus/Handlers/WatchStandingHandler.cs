using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus.Standings;
using NatoServices.Consensus.Watching;
using NatoServices.Watching;

namespace NatoServices.Consensus.Handlers;

internal sealed class WatchStandingHandler(StandingWatch watch, TimeProvider clock)
    : WatchHandler<WatchStandingRequest, WatchStandingResponse, WatchUpdate<WatchStandingResponse>>(clock)
{
    protected override void Check(WatchStandingRequest request, Violations violations) =>
        StandingReader.Check(request.Selection, request.Candidate, request.CountsFrom.ToSourcing(), violations);

    protected override ValueTask<Answer<WatchUpdate<WatchStandingResponse>>> ReadAsync(
        WatchStandingRequest request, Reading reading, CancellationToken cancellation) =>
        watch.ReadAsync(WatchedOf(request, reading), reading, cancellation);

    protected override Task WatchAsync(
        WatchStandingRequest request, Reading reading, WatchUpdate<WatchStandingResponse> first,
        IServerStreamWriter<WatchStandingResponse> watcher, CancellationToken cancellation) =>
        watch.WatchAsync(WatchedOf(request, reading), first, reading.Resume, watcher, cancellation);

    private static WatchedStanding WatchedOf(WatchStandingRequest request, Reading reading) =>
        new(request.Selection, request.Candidate, reading.NamedDay, request.CountsFrom.ToSourcing());
}
