using NatoServices.Benchmarks.Servers;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.Benchmarks.Watchers;

/// <summary>Watchers of a standing.</summary>
internal sealed class StandingWatchers(string address, string selection) : IWatchers
{
    public Task<Watching> BeginAsync(int count)
    {
        var channels = Connections.To(address, count);
        return Watching.BeginAsync(count, channels, async (connection, hear, ending) =>
        {
            using var watch = new ConsensusClient(channels[connection]).WatchStanding(
                new() { Selection = selection, Candidate = Council.Candidate, AsOf = Council.Day }, cancellationToken: ending);
            while (await watch.ResponseStream.MoveNext(ending))
                if (watch.ResponseStream.Current.Standing is not null) hear();
        });
    }
}
