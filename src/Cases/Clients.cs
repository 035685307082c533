using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;

namespace NatoServices.Cases;

/// <summary>
/// gRPC clients of the three services. Their calls are excluded from tracing: otherwise the traces of a newly filled system would show
/// nothing else. <see cref="CaseLoader"/> reports a load itself.
/// </summary>
public sealed class Clients : IDisposable
{
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
            var channel = GrpcChannel.ForAddress(addressOf(service), new() { ServiceConfig = new() { MethodConfigs = { Retry } } });
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

    /// <summary>A retry is safe. A repeated request has the same request id, so it is entered only once, or it is a query.</summary>
    private static MethodConfig Retry => new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new()
        {
            MaxAttempts = 5,
            InitialBackoff = Timings.Default.LoadingRetry,
            MaxBackoff = Timings.Default.MaxLoadingRetry,
            BackoffMultiplier = 2,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };

    /// <inheritdoc />
    public void Dispose() => channels.ForEach(channel => channel.Dispose());
}
