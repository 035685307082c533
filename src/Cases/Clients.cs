using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;

namespace NatoServices.Cases;

/// <summary>
/// gRPC clients of the three services. Their calls are excluded from tracing: otherwise the traces of a newly filled system would show
/// nothing else. <see cref="CaseLoader"/> reports a load itself.
/// </summary>
public sealed class Clients : IDisposable
{
    private const int Attempts = 5;

    private readonly List<GrpcChannel> channels = [];

    /// <param name="addressOf">Returns the address of a service's gRPC endpoint, by the service's name.</param>
    /// <param name="actor">The actor of all calls.</param>
    public Clients(Func<string, string> addressOf, string actor)
    {
        Members = new(Call("members"));
        Candidates = new(Call("candidates"));
        Consensus = new(Call("consensus"));

        CallInvoker Call(string service)
        {
            // Every request bears a request id, or is answered as before: repeated, it is entered once.
            var retry = ServiceClients.RetryWhileUnavailable(Attempts, Timings.Default.LoadingRetry, Timings.Default.MaxLoadingRetry);
            var channel = GrpcChannel.ForAddress(addressOf(service), new() { ServiceConfig = retry });
            channels.Add(channel);
            return channel.Intercept(new DeadlineInterceptor(Timings.Default.LoadingCall, TimeProvider.System)).Intercept(headers =>
            {
                headers.Add(Callers.ActorHeader, actor);
                headers.Add("traceparent", Signals.Untraced);
                return headers;
            });
        }
    }

    /// <summary>The client of Members.</summary>
    public Nato.Members.V1.Members.MembersClient Members { get; }

    /// <summary>The client of Candidates.</summary>
    public Nato.Candidates.V1.Candidates.CandidatesClient Candidates { get; }

    /// <summary>The client of Consensus.</summary>
    public Nato.Consensus.V1.Consensus.ConsensusClient Consensus { get; }

    /// <inheritdoc />
    public void Dispose() => channels.ForEach(channel => channel.Dispose());
}
