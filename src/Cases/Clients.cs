using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using NatoServices.ServiceDefaults;

namespace NatoServices.Standalone.Hosting;

/// <summary>The three services as anybody else calls them: by gRPC.</summary>
internal sealed class Clients : IDisposable
{
    private readonly List<GrpcChannel> channels = [];

    /// <param name="ports">Where the services listen.</param>
    /// <param name="actor">On whose behalf they are called.</param>
    public Clients(Ports ports, string actor)
    {
        Members = new(Call("members"));
        Candidates = new(Call("candidates"));
        Consensus = new(Call("consensus"));

        CallInvoker Call(string service)
        {
            var channel = GrpcChannel.ForAddress(ports.Services[service].Grpc.Url);
            channels.Add(channel);
            return channel.Intercept(headers =>
            {
                headers.Add(Calls.ActorHeader, actor);
                return headers;
            });
        }
    }

    public Nato.Members.V1.Members.MembersClient Members { get; }

    public Nato.Candidates.V1.Candidates.CandidatesClient Candidates { get; }

    public Nato.Consensus.V1.Consensus.ConsensusClient Consensus { get; }

    public void Dispose() => channels.ForEach(channel => channel.Dispose());
}
