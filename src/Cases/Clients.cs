using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;

namespace NatoServices.Cases;

/// <summary>
/// The three services as anybody else calls them: by gRPC. The calls are in no trace: whoever looks at a system that has just been filled
/// would see nothing else. What is told of a loading, see <see cref="CaseLoader"/>, it tells itself.
/// </summary>
public sealed class Clients : IDisposable
{
    private readonly List<GrpcChannel> channels = [];

    /// <param name="addressOf">Where the gRPC endpoint of a service is, by the service's name.</param>
    /// <param name="actor">On whose behalf they are called.</param>
    public Clients(Func<string, string> addressOf, string actor)
    {
        Members = new(Call("members"));
        Candidates = new(Call("candidates"));
        Consensus = new(Call("consensus"));

        CallInvoker Call(string service)
        {
            var channel = GrpcChannel.ForAddress(addressOf(service));
            channels.Add(channel);
            return channel.Intercept(new DeadlineInterceptor()).Intercept(headers =>
            {
                headers.Add(Callers.ActorHeader, actor);
                headers.Add("traceparent", Signals.Untraced);
                return headers;
            });
        }
    }

    /// <summary>Members.</summary>
    public Nato.Members.V1.Members.MembersClient Members { get; }

    /// <summary>Candidates.</summary>
    public Nato.Candidates.V1.Candidates.CandidatesClient Candidates { get; }

    /// <summary>Consensus.</summary>
    public Nato.Consensus.V1.Consensus.ConsensusClient Consensus { get; }

    /// <inheritdoc />
    public void Dispose() => channels.ForEach(channel => channel.Dispose());
}
