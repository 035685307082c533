using Google.Rpc;
using Grpc.Core;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>How a call was refused.</summary>
public sealed record Refusing(StatusCode Status, string Reason, IReadOnlyDictionary<string, string> Metadata, string Message)
{
    /// <summary>Makes a call that is refused.</summary>
    public static async Task<Refusing> OfAsync<T>(Func<AsyncUnaryCall<T>> call) =>
        Of(await Assert.ThrowsAsync<RpcException>(async () => await call()));

    /// <summary>Makes a call that is answered or refused.</summary>
    public static async Task<(T? Answer, Refusing? Refused)> OrAnswerAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        try
        {
            return (await call(), null);
        }
        catch (RpcException refused)
        {
            return (default, Of(refused));
        }
    }

    private static Refusing Of(RpcException refused)
    {
        var info = refused.GetRpcStatus()?.GetDetail<ErrorInfo>();
        Assert.NotNull(info);
        return new(refused.StatusCode, info.Reason, new Dictionary<string, string>(info.Metadata), refused.Status.Detail);
    }
}
