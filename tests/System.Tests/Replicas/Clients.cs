using Google.Rpc;
using Grpc.Core;
using Nato.Consensus.V1;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.System.Tests.Replicas;

/// <summary>How clients reach the replicas: they ask one, and the next if it does not answer.</summary>
internal sealed class Clients(IReadOnlyList<ServiceProcess> replicas, Chronicle chronicle)
{
    public int Count => replicas.Count;

    public ConsensusClient this[int replica] => new(replicas[replica].Channel);

    /// <summary>Asks until it is answered, beginning at one replica.</summary>
    /// <returns>The answer, who gave it, and when that one was asked.</returns>
    public async Task<(T Answer, int Replica, TimeSpan Began)> AskAsync<T>(
        string call, int replica, Func<ConsensusClient, CallOptions, AsyncUnaryCall<T>> ask)
    {
        var next = replica;
        var answered = await Waiting.UntilAsync(
            () => TryAsync(call, next++ % Count, ask), tried => tried.Failure is null, $"{call} is answered");
        return (answered.Answer!, answered.Replica, answered.Began);
    }

    /// <summary>Asks a replica once.</summary>
    private async Task<(T? Answer, int Replica, TimeSpan Began, Failure? Failure)> TryAsync<T>(
        string call, int replica, Func<ConsensusClient, CallOptions, AsyncUnaryCall<T>> ask)
    {
        var began = chronicle.Now;
        try
        {
            return (await ask(this[replica], new(deadline: Waiting.Deadline)), replica, began, null);
        }
        catch (RpcException failed)
        {
            var failure = FailureOf(failed, call, replica, began);
            chronicle.Failures.Enqueue(failure);
            return (default, replica, began, failure);
        }
    }

    /// <summary>Reads a standing and takes it down.</summary>
    public async Task<GetStandingResponse> ReadAsync(string selection, int replica, string token)
    {
        var request = new GetStandingRequest { Selection = selection, Candidate = StandingToDecision.Council.Candidate, AtLeastAsFresh = token };
        var (reply, by, began) = await AskAsync("GetStanding", replica, (client, options) => client.GetStandingAsync(request, options));
        chronicle.Reads.Enqueue(new(
            selection, by, Reached.Of(token, selection), Reached.Of(reply.RevisionToken, selection),
            PositionsOf(reply.Standing), began, chronicle.Now));
        return reply;
    }

    public Failure FailureOf(RpcException failed, string call, int replica, TimeSpan began) => new(
        replica, call, began, chronicle.Now, failed.StatusCode, failed.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? "", failed.Status.Detail);

    public static string PositionsOf(Standing standing) => string.Join(' ', standing.Members.Select(m => m.Position));
}
