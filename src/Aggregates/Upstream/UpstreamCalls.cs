using Grpc.Core;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Aggregates;

/// <summary>Calls of other services, and the one way to be without them.</summary>
public static class UpstreamCalls
{
    /// <summary>Looks something up at another service.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="ask">Makes the call.</param>
    /// <returns>The reply; null if there is nothing of that name; or <see cref="UpstreamUnavailable"/>.</returns>
    public static async ValueTask<Answer<TReply?>> FindAsync<TReply>(string service, Func<AsyncUnaryCall<TReply>> ask) where TReply : class
    {
        try
        {
            var found = await CallAsync(service, ask);
            return new(found.Value, found.Refusal);
        }
        catch (RpcException missing) when (missing.StatusCode is StatusCode.NotFound)
        {
            return default;
        }
    }

    /// <summary>Calls another service.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="ask">Makes the call.</param>
    /// <returns>The reply, or <see cref="UpstreamUnavailable"/>.</returns>
    /// <exception cref="RpcException">The service refuses.</exception>
    public static async ValueTask<Answer<TReply>> CallAsync<TReply>(string service, Func<AsyncUnaryCall<TReply>> ask) where TReply : class
    {
        try
        {
            return await ask();
        }
        catch (RpcException failure) when (failure.IsUnavailable())
        {
            return new UpstreamUnavailable(service);
        }
    }
}
