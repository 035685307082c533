using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>Converts refusals to <c>google.rpc.Status</c>. Details of any other failure stay inside the process.</summary>
internal sealed partial class RefusalInterceptor(
    CallsInProgress calls, JournalHealth journal, ILogger<RefusalInterceptor> logger) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var answering = continuation(request, context);
        return answering.IsCompletedSuccessfully ? answering : AnswerAsync(answering, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        AnswerAsync(continuation(request, responseStream, context), context);

    private async Task<TResponse> AnswerAsync<TResponse>(Task<TResponse> answering, ServerCallContext context)
    {
        await AnswerAsync((Task)answering, context);
        return await answering;
    }

    private async Task AnswerAsync(Task answering, ServerCallContext context)
    {
        calls.Begin();
        try
        {
            await answering;
        }
        catch (Exception failure) when (Answer(failure, context) is { } answer)
        {
            throw answer;
        }
        finally
        {
            calls.End();
        }
    }

    /// <summary>The error that is sent in place of an exception; null if the exception itself may be sent.</summary>
    private RpcException? Answer(Exception failure, ServerCallContext context)
    {
        switch (failure)
        {
            case RefusalException refused:
                return Refuse(refused.Refusal);
            case JournalUnavailableException unavailable:
                journal.IsAway(unavailable);
                return Refuse(new JournalUnavailable());
            case UnreadableEntryException damaged:
                LogRecordDamaged(context.Method, damaged.Message);
                return Refuse(new RecordDamaged());
            // A pending call to another service is cancelled together with this one, and throws its own exception.
            case OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled } when context.CancellationToken.IsCancellationRequested:
                return new(new(StatusCode.Cancelled, "The caller went away, or its deadline passed."));
            case RpcException { Trailers.Count: > 0 }:
                return null;
            // What the framework itself serves (health, reflection) answers with a status of its own.
            case RpcException when context.Method.StartsWith("/grpc.", StringComparison.Ordinal):
                return null;
            default:
                var trace = Activity.Current?.TraceId.ToString() ?? context.GetHttpContext().TraceIdentifier;
                LogDefect(failure, context.Method, trace);
                return Refuse(new Defect(trace));
        }
    }

    private static RpcException Refuse(Refusal refusal) => RefusalAnswer.Of(refusal).ToRpcException();

    [LoggerMessage(LogLevel.Error, "{Method} failed, trace {TraceId}")]
    private partial void LogDefect(Exception defect, string method, string traceId);

    [LoggerMessage(LogLevel.Error, "{Method} met a damaged record: {Problem}")]
    private partial void LogRecordDamaged(string method, string problem);

    [Refused(RefusalStatus.Unavailable, "JOURNAL_UNAVAILABLE")]
    private sealed record JournalUnavailable() : Refusal("The record cannot be used just now; nothing was acknowledged. Try again.");

    [Refused(RefusalStatus.DataLoss, "RECORD_DAMAGED")]
    private sealed record RecordDamaged() : Refusal("An entry of the record can't be read. Verify the record.");

    [Refused(RefusalStatus.Internal, "INTERNAL")]
    private sealed record Defect : Refusal
    {
        public Defect(string trace) : base($"Something went wrong here. The log has it under {trace}.") =>
            Metadata = new Dictionary<string, string> { ["trace_id"] = trace };
    }
}
