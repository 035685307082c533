using System.Diagnostics;
using System.Diagnostics.Metrics;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using Nato.Errors.V1;
using NatoServices.Journal;
using NatoServices.Words;

namespace NatoServices.ServiceDefaults;

/// <summary>A service's own part of the one table: what status and reason each of its refusals has; null for one that isn't its own.</summary>
public delegate (StatusCode Status, Reason Reason)? RefusalTable(Refusal refusal);

/// <summary>Turns refusals into <c>google.rpc.Status</c> and keeps everything that nobody named inside the process.</summary>
internal sealed partial class RefusalInterceptor(
    RefusalTable table, Underway underway, JournalPresence journal, ILogger<RefusalInterceptor> logger) : Interceptor
{
    private const string Domain = "natoservices";

    private static readonly Counter<long> Refusals = Signals.Meter.CreateCounter<long>(
        "natoservices.refusals", "{refusal}", "Calls that were answered with a reason instead of what was asked for, by reason.");

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var answering = continuation(request, context);
        return answering.IsCompletedSuccessfully ? answering : AnswerAsync(answering, context);
    }

    private async Task<TResponse> AnswerAsync<TResponse>(Task<TResponse> answering, ServerCallContext context)
    {
        underway.Begin();
        try
        {
            return await answering;
        }
        catch (Exception failure) when (Answer(failure, context) is { } answer)
        {
            throw answer;
        }
        finally
        {
            underway.End();
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        underway.Begin();
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception failure) when (Answer(failure, context) is { } answer)
        {
            throw answer;
        }
        finally
        {
            underway.End();
        }
    }

    /// <summary>What leaves the process in place of a failure; null if the failure itself may.</summary>
    private RpcException? Answer(Exception failure, ServerCallContext context)
    {
        switch (failure)
        {
            case RefusalException refused:
                var (status, reason) = Of(refused.Refusal);
                return Answer(status, reason, refused.Refusal);
            case JournalUnavailableException unavailable:
                journal.IsAway(unavailable);
                return Answer(StatusCode.Unavailable, Reason.JournalUnavailable, new Away("The record cannot be used just now; nothing was acknowledged. Try again."));
            case UnreadableEntryException damaged:
                LogRecordDamaged(context.Method, damaged.Message);
                return Answer(StatusCode.DataLoss, Reason.RecordDamaged, new Away("An entry of the record can't be read. Verify the record."));
            // A call that this one waits for ends with it, and says so by an exception of its own.
            case OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled } when context.CancellationToken.IsCancellationRequested:
                return new(new(StatusCode.Cancelled, "The caller went away, or its deadline passed."));
            case RpcException { Trailers.Count: > 0 }:
                return null;
            default:
                var trace = Activity.Current?.TraceId.ToString() ?? context.GetHttpContext().TraceIdentifier;
                LogDefect(failure, context.Method, trace);
                return Answer(StatusCode.Internal, Reason.Internal, new Away($"Something went wrong here. The log has it under {trace}.")
                {
                    Metadata = new Dictionary<string, string> { ["trace_id"] = trace },
                });
        }
    }

    private (StatusCode, Reason) Of(Refusal refusal) => refusal switch
    {
        InvalidInput => (StatusCode.InvalidArgument, Reason.InvalidInput),
        RequestIdReused => (StatusCode.AlreadyExists, Reason.RequestIdReused),
        RevisionNotReached => (StatusCode.OutOfRange, Reason.RevisionNotReached),
        OwnerUnavailable => (StatusCode.Unavailable, Reason.OwnerUnavailable),
        ServiceStopping => (StatusCode.Unavailable, Reason.ServiceStopping),
        TooManyWatchers => (StatusCode.ResourceExhausted, Reason.TooManyWatchers),
        _ => table(refusal) ?? throw new InvalidOperationException($"The table has no status for {refusal.GetType().Name}."),
    };

    /// <summary>A refusal as it leaves the process.</summary>
    internal static RpcException Answer(StatusCode status, Reason reason, Refusal refusal)
    {
        var answer = new Google.Rpc.Status { Code = (int)status, Message = refusal.Message };
        var info = new ErrorInfo { Domain = Domain, Reason = NameOf(reason) };
        Refusals.Add(1, new KeyValuePair<string, object?>("natoservices.refusal.reason", info.Reason));
        foreach (var (key, value) in refusal.Metadata) info.Metadata[key] = value;
        answer.Details.Add(Any.Pack(info));
        if (refusal is InvalidInput invalid)
            answer.Details.Add(Any.Pack(new BadRequest
            {
                FieldViolations =
                {
                    invalid.Violations.Select(v => new BadRequest.Types.FieldViolation { Field = v.Field, Description = v.Description }),
                },
            }));
        return answer.ToRpcException();
    }

    /// <summary>The reason's name in the proto without its prefix: <c>MEMBER_UNKNOWN</c>.</summary>
    private static string NameOf(Reason reason) =>
        ReasonReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name["REASON_".Length..];

    [LoggerMessage(LogLevel.Error, "{Method} failed, trace {TraceId}")]
    private partial void LogDefect(Exception defect, string method, string traceId);

    [LoggerMessage(LogLevel.Error, "{Method} met a damaged record: {Problem}")]
    private partial void LogRecordDamaged(string method, string problem);

    private sealed record Away(string Message) : Refusal(Message);
}
