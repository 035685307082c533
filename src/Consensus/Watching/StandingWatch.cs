using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Standings;
using NatoServices.Domain;
using NatoServices.Watching;

namespace NatoServices.Consensus.Watching;

/// <summary>What a watch of a standing asks.</summary>
/// <param name="Selection">The selection's id.</param>
/// <param name="Candidate">The candidate's id.</param>
/// <param name="AsOf">The day; null for today, tomorrow from midnight on.</param>
/// <param name="CountsFrom">Reads the record as if the rule said this; unspecified: as it says.</param>
internal sealed record WatchedStanding(string Selection, string Candidate, DateOnly? AsOf, Sourcing CountsFrom)
{
    /// <summary>The same as a reading of today.</summary>
    public StandingQuestion On(DateOnly today) => new(Selection, Candidate, AsOf ?? today, null, CountsFrom);
}

/// <summary>Looks at standings for all who watch them.</summary>
internal sealed class StandingWatch(StandingReader standings, LatestValueWatch<WatchedStanding, WatchStandingResponse> watch, TimeProvider clock)
{
    /// <summary>The standing now, as fresh as the reading wants it; refused as <see cref="StandingReader.ReadAsync"/>.</summary>
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
            // Who is away, not since when: that is reckoned anew each time and may differ by a hair.
            token, string.Join(' ', reply.LastKnown.Select(known => known.Service)));
    }

    /// <summary>Gives the standing that was read, and the newest after every change, until the caller goes away.</summary>
    public Task WatchAsync(
        WatchedStanding watched, WatchUpdate<WatchStandingResponse> first, ResumePoint resume, IServerStreamWriter<WatchStandingResponse> watcher,
        CancellationToken cancellation) =>
        watch.WatchAsync(watched, first, ct => LookAsync(watched, ct), resume, watcher, cancellation);

    private async Task<WatchUpdate<WatchStandingResponse>> LookAsync(WatchedStanding watched, CancellationToken cancellation) =>
        (await ReadAsync(watched, Reading.Now(Today.Utc(clock.GetUtcNow())), cancellation)).OrThrow();
}
