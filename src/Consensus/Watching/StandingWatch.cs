using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus.Standings;
using NatoServices.Watching;

namespace NatoServices.Consensus.Watching;

/// <summary>What a watch of a standing asks for. Without a day it is the current day (UTC), which changes at midnight.</summary>
internal sealed record WatchedStanding(string Selection, string Candidate, DateOnly? AsOf, Sourcing CountsFrom)
{
    public StandingQuestion On(DateOnly today) => new(Selection, Candidate, AsOf ?? today, null, CountsFrom);
}

internal sealed class StandingWatch(StandingReader standings, LatestValueWatch<WatchedStanding, WatchStandingResponse> watch, TimeProvider clock)
{
    /// <summary>The current standing, as fresh as the reading requires; refused as in <see cref="StandingReader.ReadAsync"/>.</summary>
    public async ValueTask<Answer<WatchUpdate<WatchStandingResponse>>> ReadAsync(
        WatchedStanding watched, Reading reading, CancellationToken cancellation)
    {
        var found = await standings.ReadAsync(watched.On(reading.AsOf), reading, cancellation);
        if (found.Refusal is not null) return found.Refusal;
        var (reply, revisions) = (found.Value!.Reply, found.Value.Token);
        var token = watched.AsOf is null ? revisions.And(ResumePoint.DayOf(reading.AsOf)) : revisions;
        return new WatchUpdate<WatchStandingResponse>(
            new() { Standing = reply.Standing, RevisionToken = token.ToString(), LastKnown = { reply.LastKnown } },
            new() { RevisionToken = token.ToString(), LastKnown = { reply.LastKnown } },
            // Compare only which owners are unavailable, not since when: that time is computed on each reading and may differ slightly.
            token, string.Join(' ', reply.LastKnown.Select(known => known.Service)));
    }

    /// <summary>Sends the standing that was read, and the newest one after every change, until the caller cancels.</summary>
    public Task WatchAsync(
        WatchedStanding watched, WatchUpdate<WatchStandingResponse> first, ResumePoint resume, IServerStreamWriter<WatchStandingResponse> watcher,
        CancellationToken cancellation) =>
        watch.WatchAsync(watched, first, ct => ReadAsync(watched, Reading.Now(Today.Utc(clock.GetUtcNow())), ct), resume, watcher, cancellation);
}
