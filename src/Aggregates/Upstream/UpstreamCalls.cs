using System.Runtime.ExceptionServices;
using Grpc.Core;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Aggregates;

/// <summary>Calls of other services: the one place where their failures are caught.</summary>
public static class UpstreamCalls
{
    /// <summary>Calls another service.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="call">Makes the call.</param>
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

/// <summary>How a call of another service ended.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Reply">The reply; null if it failed.</param>
/// <param name="Failure">How it failed; null if it did not.</param>
public readonly record struct CallOutcome<TReply>(string Service, TReply? Reply, RpcException? Failure) where TReply : class
{
    /// <summary>Its status.</summary>
    public StatusCode Status => Failure?.StatusCode ?? StatusCode.OK;

    /// <summary>The reply, or <see cref="UpstreamUnavailable"/>.</summary>
    /// <exception cref="RpcException">The service refuses, or the caller went away.</exception>
    public Answer<TReply> ToAnswer()
    {
        if (Failure is null) return Reply!;
        if (Failure.IsUnavailable()) return new UpstreamUnavailable(Service);
        ExceptionDispatchInfo.Throw(Failure);
        return default;
    }

    /// <summary>
    /// The reply to a question for what was known at a moment; a null value if there is nothing of that name; or
    /// <see cref="UpstreamUnavailable"/>, or <see cref="UpstreamBehind"/> if the moment lies in the future for the service.
    /// </summary>
    /// <param name="knownAt">The moment; null if the question names none.</param>
    /// <exception cref="RpcException">The service refuses otherwise, or the caller went away.</exception>
    public Answer<TReply?> ToFound(DateTimeOffset? knownAt = null)
    {
        if (Status is StatusCode.NotFound) return default;
        if (Status is StatusCode.InvalidArgument && knownAt is not null) return new UpstreamBehind(Service, Failure!.Status.Detail);
        var answer = ToAnswer();
        return new(answer.Value, answer.Refusal);
    }
}
