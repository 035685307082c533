using Grpc.Core;
using Nato.Consensus.V1;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>Asks until it is answered, the next process whenever one fails, always with the same request id.</summary>
internal sealed class Caller(IReadOnlyList<ServiceProcess> processes)
{
    /// <summary>How long one process is waited for before the next is asked. That changes who answers, not what.</summary>
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(10);

    private static readonly StatusCode[] Failures =
        [StatusCode.Unavailable, StatusCode.DeadlineExceeded, StatusCode.Internal, StatusCode.Unknown, StatusCode.Cancelled];

    private int next;

    /// <summary>The answer to a write: accepted or refused, for certain.</summary>
    /// <param name="kind">The kind of the entry that it asks for.</param>
    /// <param name="request">The request id.</param>
    /// <param name="ask">Asks a process once.</param>
    public async Task<Answer> AskAsync(string kind, string request, Func<ConsensusClient, CallOptions, Task<Silence>> ask)
    {
        try
        {
            return new(kind, request, await ReadAsync(ask), "", DateTimeOffset.UtcNow);
        }
        catch (RpcException refused)
        {
            return new(kind, request, null, refused.Status.Detail, DateTimeOffset.UtcNow);
        }
    }

    /// <summary>The answer to a call that any process can answer.</summary>
    public async Task<T> ReadAsync<T>(Func<ConsensusClient, CallOptions, Task<T>> ask)
    {
        var (answer, _) = await Waiting.UntilAsync(() => TryAsync(ask), tried => tried.Failure is null, "a process answers");
        return answer!;
    }

    /// <summary>Asks the next process once. A refusal is an answer, which is thrown.</summary>
    private async Task<(T? Answer, RpcException? Failure)> TryAsync<T>(Func<ConsensusClient, CallOptions, Task<T>> ask)
    {
        var process = processes[(int)((uint)Interlocked.Increment(ref next) % processes.Count)];
        try
        {
            return (await ask(new(process.Channel), new(deadline: DateTime.UtcNow + Attempt)), null);
        }
        catch (RpcException failed) when (Failures.Contains(failed.StatusCode))
        {
            return (default, failed);
        }
    }
}

/// <summary>What a write was answered.</summary>
/// <param name="Kind">The kind of the entry that it asked for.</param>
/// <param name="Request">The request id.</param>
/// <param name="Silence">The silence after it; null if it was refused.</param>
/// <param name="Refusal">Why it was refused; empty if it was not.</param>
/// <param name="At">When the answer came.</param>
internal sealed record Answer(string Kind, string Request, Silence? Silence, string Refusal, DateTimeOffset At);
