using Grpc.Core;
using Grpc.Core.Interceptors;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// Gives each call of another service a deadline: one that hangs counts as away. A deadline is counted by the machine's own
/// clock, whatever time it is for the rules.
/// </summary>
public sealed class DeadlineInterceptor : Interceptor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var latest = DateTime.UtcNow + Patience;
        return context.Options.Deadline <= latest
            ? continuation(request, context)
            : continuation(request, new(context.Method, context.Host, context.Options.WithDeadline(latest)));
    }
}
