using Grpc.Core;
using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;
using NatoServices.Watching;

namespace NatoServices.Candidates.Handlers;

internal sealed class WatchSlateHandler(
    AggregateStore<Slate, SlateEvent> store, LatestValueWatch<WatchedSlate, WatchSlateResponse> watch, TimeProvider clock)
    : WatchHandler<WatchSlateRequest, WatchSlateResponse, WatchUpdate<WatchSlateResponse>>(clock)
{
    protected override void Check(WatchSlateRequest request, Violations violations) => violations.Id("vacancy", request.Vacancy);

    protected override async ValueTask<Answer<WatchUpdate<WatchSlateResponse>>> ReadAsync(
        WatchSlateRequest request, Reading reading, CancellationToken cancellation)
    {
        var slate = await store.ReadAsync(Slates.StreamOf(request.Vacancy), reading, cancellation);
        return slate.Refusal is null ? UpdateOf(slate.Value!, new(request.Vacancy, reading.NamedDay)) : slate.Refusal;
    }

    protected override Task WatchAsync(
        WatchSlateRequest request, Reading reading, WatchUpdate<WatchSlateResponse> first, IServerStreamWriter<WatchSlateResponse> watcher,
        CancellationToken cancellation)
    {
        var watched = new WatchedSlate(request.Vacancy, reading.NamedDay);
        return watch.WatchAsync(watched, first, ct => LookAsync(watched, ct), reading.Resume, watcher, cancellation);
    }

    private async Task<WatchUpdate<WatchSlateResponse>> LookAsync(WatchedSlate watched, CancellationToken cancellation) =>
        UpdateOf(await store.LoadAsync(Slates.StreamOf(watched.Vacancy), default, cancellation), watched).OrThrow();

    private Answer<WatchUpdate<WatchSlateResponse>> UpdateOf(Snapshot<Slate> slate, WatchedSlate watched) =>
        CandidatesWire.WatchReply(slate, watched, Today.Utc(Clock.GetUtcNow()));
}

/// <summary>The parameters of a slate watch. A null day means the current day (UTC), which advances at midnight.</summary>
internal sealed record WatchedSlate(string Vacancy, DateOnly? AsOf);
