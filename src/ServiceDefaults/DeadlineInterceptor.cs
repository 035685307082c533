using Grpc.Core;
using Grpc.Core.Interceptors;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// Sets a deadline on each call to another service, so that a call that hangs ends as DEADLINE_EXCEEDED and counts as unavailable.
/// </summary>
/// <param name="longest">The longest duration of a call; an earlier deadline of the caller is kept.</param>
/// <param name="machine">The machine's clock.</param>
public sealed class DeadlineInterceptor(TimeSpan longest, TimeProvider machine) : Interceptor
{
    /// <inheritdoc />
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var latest = machine.GetUtcNow().UtcDateTime + longest;
        return context.Options.Deadline <= latest
            ? continuation(request, context)
            : continuation(request, new(context.Method, context.Host, context.Options.WithDeadline(latest)));
    }
}
