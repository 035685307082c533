using System.Runtime.ExceptionServices;
using Grpc.Core;

namespace NatoServices.Aggregates;

/// <summary>Calls to other services: the only place where their failures are caught.</summary>
public static class UpstreamCalls
{
    /// <summary>Calls another service and returns the reply or the failure.</summary>
    public static async ValueTask<CallOutcome<TReply>> CallAsync<TReply>(string service, Func<AsyncUnaryCall<TReply>> call) where TReply : class
    {
        try
        {
            return new(service, await call(), null);
        }
        catch (RpcException failure)
        {
            return new(service, null, failure);
        }
    }
}

/// <summary>The outcome of a call to another service: a reply or a failure; the other is null.</summary>
public readonly record struct CallOutcome<TReply>(string Service, TReply? Reply, RpcException? Failure) where TReply : class
{
    /// <summary>The status of the call.</summary>
    public StatusCode Status => Failure?.StatusCode ?? StatusCode.OK;

    /// <summary>The reply; refused with <see cref="UpstreamUnavailable"/> if the service does not answer.</summary>
    /// <exception cref="RpcException">The service refused, or the caller cancelled.</exception>
    public Answer<TReply> ToAnswer()
    {
        if (Failure is null) return Reply!;
        if (Failure.IsUnavailable()) return new UpstreamUnavailable(Service);
        ExceptionDispatchInfo.Throw(Failure);
        return default;
    }

    /// <summary>
    /// The reply to a lookup; a null value if the service answers NOT_FOUND. Refused with <see cref="UpstreamUnavailable"/>, or with
    /// <see cref="UpstreamBehind"/> if <paramref name="knownAt"/> lies in the future by the clock of the service.
    /// </summary>
    /// <param name="knownAt">The <c>known_at</c> of the request; null if it has none.</param>
    /// <exception cref="RpcException">The service refused for another reason, or the caller cancelled.</exception>
    public Answer<TReply?> ToFound(DateTimeOffset? knownAt = null)
    {
        if (Status is StatusCode.NotFound) return default;
        if (Status is StatusCode.InvalidArgument && knownAt is not null) return new UpstreamBehind(Service, Failure!.Status.Detail);
        var answer = ToAnswer();
        return new(answer.Value, answer.Refusal);
    }
}
