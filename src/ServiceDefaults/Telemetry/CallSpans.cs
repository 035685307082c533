using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// A span for each call of another service, from before its first attempt until its answer, and the trace on its way there. (The
/// runtime's own span is of HTTP, ends at the first header and so never knows how a call ended.)
/// </summary>
/// <param name="presence">Hears whether the service answers.</param>
/// <param name="service">The service that is called.</param>
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
        // It ends when the answer comes, in another flow: this one goes on in its caller's.
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
            // For who called, any failure is one.
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
        // What is asked without a call, such as how far a record has come that somebody watches, begins no trace there either.
        var id = span?.Id ?? (Signals.Source.HasListeners() ? Signals.Untraced : null);
        if (id is null) return context;
        var headers = new Metadata();
        foreach (var given in context.Options.Headers ?? []) headers.Add(given);
        headers.Add(TraceParent, id);
        if (span?.TraceStateString is { Length: > 0 } state) headers.Add(TraceState, state);
        return new(context.Method, context.Host, context.Options.WithHeaders(headers));
    }
}
