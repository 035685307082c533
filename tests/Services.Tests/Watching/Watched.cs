using Nato.Candidates.V1;
using Nato.Consensus.V1;
using Nato.Members.V1;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Watching;

/// <summary>Begins watches.</summary>
internal static class Watched
{
    /// <summary>A standing; of today unless the request says otherwise.</summary>
    public static Watcher<WatchStandingResponse> WatchStanding(
        this ConsensusFixture services, string selection, Action<WatchStandingRequest>? ask = null)
    {
        var request = new WatchStandingRequest { Selection = selection, Candidate = ConsensusFixture.Rutte };
        ask?.Invoke(request);
        return new(services, services.Consensus.WatchStanding(request));
    }

    /// <summary>A record.</summary>
    public static Watcher<WatchEntriesResponse> WatchEntries(this ConsensusFixture services, string selection, long after = 0) =>
        new(services, services.Consensus.WatchEntries(new() { Selection = selection, AfterRevision = after }));

    /// <summary>The roster.</summary>
    public static Watcher<WatchRosterResponse> WatchRoster(this ServiceFixture services, string resumeAfter = "") =>
        new(services, services.Members.WatchRoster(new() { ResumeAfter = resumeAfter }));

    /// <summary>The slate.</summary>
    public static Watcher<WatchSlateResponse> WatchSlate(this ServiceFixture services, string resumeAfter = "") =>
        new(services, services.Candidates.WatchSlate(new() { Vacancy = SecretaryGeneral, ResumeAfter = resumeAfter }));

    /// <summary>A position that takes some room, so that few of its kind fill what lies between a service and a watcher that doesn't read.</summary>
    public static async Task<long> RecordLongAsync(this ConsensusFixture services, string selection, string member = "FRA")
    {
        var position = ConsensusFixture.Position(selection, member, Stance.Supports);
        position.Source.Citation = new('x', 2000);
        return (await services.Consensus.RecordPositionAsync(position)).Position.Recorded.Revision;
    }
}
