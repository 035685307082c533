using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using NatoServices.Domain;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// Answers a gRPC request that cannot be parsed (it is truncated, or a text in it is not UTF-8) as invalid input. The framework parses
/// before any interceptor runs and answers UNKNOWN, as if the service had failed.
/// </summary>
internal sealed class UnreadableRequests(RequestDelegate next)
{
    private static readonly string Unknown = ((int)StatusCode.Unknown).ToString("D", null);

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var (response, headers) = (context.Response, context.Response.Headers);
        // For a request that was parsed, the interceptor has answered every failure, and never with UNKNOWN.
        if (response.HasStarted || headers.GrpcStatus != Unknown) return;

        var refused = RefusalAnswer.Of(new Unreadable());
        headers.GrpcStatus = refused.Code.ToString("D", null);
        TelemetryRedactor.Correct(context, refused.Code);
        headers.GrpcMessage = Uri.EscapeDataString(refused.Message);
        headers["grpc-status-details-bin"] = Convert.ToBase64String(refused.ToByteArray());
    }

    [Refused(RefusalStatus.InvalidArgument, "INVALID_INPUT")]
    private sealed record Unreadable() : Refusal("The request can't be read: it breaks off, or a text in it is not valid UTF-8.");
}
