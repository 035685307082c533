using Grpc.Core;
using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Members.Rules;
using NatoServices.Watching;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members.Handlers;

internal sealed class WatchRosterHandler(
    AggregateStore<Roster, RosterEvent> store, LatestValueWatch<WatchedRoster, WatchRosterResponse> watch, TimeProvider clock)
    : WatchHandler<WatchRosterRequest, WatchRosterResponse, WatchUpdate<WatchRosterResponse>>(clock)
{
    protected override async ValueTask<Answer<WatchUpdate<WatchRosterResponse>>> ReadAsync(
        WatchRosterRequest request, Reading reading, CancellationToken cancellation)
    {
        var roster = await store.ReadAsync(MembersApp.Stream, reading, cancellation);
        return roster.Refusal is null ? UpdateOf(roster.Value!, reading.NamedDay) : roster.Refusal;
    }

    protected override Task WatchAsync(
        WatchRosterRequest request, Reading reading, WatchUpdate<WatchRosterResponse> first, IServerStreamWriter<WatchRosterResponse> watcher,
        CancellationToken cancellation) =>
        watch.WatchAsync(new(reading.NamedDay), first, ct => LookAsync(reading.NamedDay, ct), reading.Resume, watcher, cancellation);

    private async Task<WatchUpdate<WatchRosterResponse>> LookAsync(DateOnly? day, CancellationToken cancellation) =>
        UpdateOf(await store.LoadAsync(MembersApp.Stream, default, cancellation), day);

    private WatchUpdate<WatchRosterResponse> UpdateOf(Snapshot<Roster> roster, DateOnly? day) =>
        MembersWire.WatchReply(roster, day, Today.Utc(Clock.GetUtcNow()));
}

/// <summary>The parameters of a roster watch. A null day means the current day (UTC), which advances at midnight.</summary>
internal sealed record WatchedRoster(DateOnly? AsOf);
