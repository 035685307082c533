using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// Creates a span for each call to another service, from before its first attempt until its reply, and sends the trace context along. (The
/// runtime's own HTTP span ends at the response headers, so it never knows how a call ended.)
/// </summary>
/// <param name="presence">Records whether the service answers.</param>
/// <param name="service">The name of the called service.</param>
internal sealed class CallSpans(DependencyHealth presence, string service) : Interceptor
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var caller = Activity.Current;
        var method = context.Method.FullName.TrimStart('/');
        var span = caller is null ? null : Signals.Source.StartActivity(method, ActivityKind.Client);
        // The span ends in another async flow, when the reply comes. This flow continues in its caller's span.
        Activity.Current = caller;
        span?.SetTag("rpc.system.name", "grpc").SetTag("rpc.method", method).SetTag("server.address", service);
        var call = continuation(request, Carrying(context, span ?? caller));
        return new(FinishAsync(call.ResponseAsync, span), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    private async Task<TResponse> FinishAsync<TResponse>(Task<TResponse> answering, Activity? span)
    {
        try
        {
            var answer = await answering;
            presence.IsBack(service);
            span?.SetTag("rpc.response.status_code", StatusCode.OK.Name());
            return answer;
        }
        catch (RpcException failure)
        {
            if (failure.IsUnavailable()) presence.IsAway(service);
            // For a client span, any failure is an error.
            span?.SetTag("rpc.response.status_code", failure.StatusCode.Name()).SetTag("error.type", failure.StatusCode.Name())
                .SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            span?.Dispose();
        }
    }

    private static ClientInterceptorContext<TRequest, TResponse> Carrying<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, Activity? span)
        where TRequest : class where TResponse : class
    {
        // A call outside any trace, such as the polling of a watched record, must not start a trace in the called service either.
        var id = span?.Id ?? (Signals.Source.HasListeners() ? Signals.Untraced : null);
        if (id is null) return context;
        var headers = new Metadata();
        foreach (var given in context.Options.Headers ?? []) headers.Add(given);
        headers.Add(TraceParent, id);
        if (span?.TraceStateString is { Length: > 0 } state) headers.Add(TraceState, state);
        return new(context.Method, context.Host, context.Options.WithHeaders(headers));
    }
}
