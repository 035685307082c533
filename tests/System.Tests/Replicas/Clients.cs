using Google.Rpc;
using Grpc.Core;
using Nato.Consensus.V1;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.System.Tests.Replicas;

/// <summary>How clients reach the replicas: they ask one, and the next if it does not answer.</summary>
internal sealed class Clients(IReadOnlyList<ServiceProcess> replicas, Chronicle chronicle)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public int Count => replicas.Count;

    public ConsensusClient this[int replica] => new(replicas[replica].Channel);

    /// <summary>Asks until it is answered, beginning at one replica.</summary>
    /// <returns>The answer, who gave it, and when that one was asked.</returns>
    public async Task<(T Answer, int Replica, TimeSpan Began)> AskAsync<T>(
        string call, int replica, Func<ConsensusClient, CallOptions, AsyncUnaryCall<T>> ask)
    {
        var first = chronicle.Now;
        while (true)
        {
            var began = chronicle.Now;
            try
            {
                return (await ask(this[replica], new(deadline: DateTime.UtcNow.AddSeconds(10))), replica, began);
            }
            catch (RpcException failed) when (chronicle.Now - first < Patience)
            {
                chronicle.Failures.Enqueue(FailureOf(failed, call, replica, began));
            }
            replica = (replica + 1) % Count;
            await Task.Delay(20);
        }
    }

    /// <summary>Reads a standing and takes it down.</summary>
    public async Task<GetStandingResponse> ReadAsync(string selection, int replica, string token)
    {
        var request = new GetStandingRequest { Selection = selection, Candidate = StandingToDecision.Council.Candidate, AtLeastAsFresh = token };
        var (reply, by, began) = await AskAsync("GetStanding", replica, (client, options) => client.GetStandingAsync(request, options));
        chronicle.Reads.Enqueue(new(
            selection, by, Reached.Of(token, selection), Reached.Of(reply.RevisionToken, selection),
            reply.LastKnown.Any(known => known.Service == "members"), PositionsOf(reply.Standing), began, chronicle.Now));
        return reply;
    }

    public Failure FailureOf(RpcException failed, string call, int replica, TimeSpan began) => new(
        replica, call, began, chronicle.Now, failed.StatusCode, failed.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? "", failed.Status.Detail);

    public static string PositionsOf(Standing standing) => string.Join(' ', standing.Members.Select(m => m.Position));
}
