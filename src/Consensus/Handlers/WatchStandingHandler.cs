using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Standings;
using NatoServices.Consensus.Watching;
using NatoServices.Domain;
using NatoServices.Watching;

namespace NatoServices.Consensus.Handlers;

internal sealed class WatchStandingHandler(StandingReader standings, StandingWatch watch, TimeProvider clock)
    : WatchHandler<WatchStandingRequest, WatchStandingResponse>(clock)
{
    protected override void Check(WatchStandingRequest request, Violations violations)
    {
        violations.Id("selection", request.Selection);
        violations.Id("candidate", request.Candidate);
        violations.OptionalOneOf("counts_from", request.CountsFrom.ToSourcing());
    }

    protected override async ValueTask<Refusal?> BeginAsync(WatchStandingRequest request, Reading reading, CancellationToken cancellation) =>
        (await standings.ReadAsync(WatchedOf(request, reading).On(reading.AsOf), reading, cancellation)).Refusal;

    protected override Task WatchAsync(
        WatchStandingRequest request, Reading reading, IServerStreamWriter<WatchStandingResponse> watcher, CancellationToken cancellation) =>
        watch.WatchAsync(WatchedOf(request, reading), reading.Resume, watcher, cancellation);

    private static WatchedStanding WatchedOf(WatchStandingRequest request, Reading reading) =>
        new(request.Selection, request.Candidate, reading.NamedDay, request.CountsFrom.ToSourcing());
}
