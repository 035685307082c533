using Grpc.Core;

namespace NatoServices.ServiceDefaults;

/// <summary>Names and classifies gRPC status codes.</summary>
public static class RpcStatus
{
    /// <summary>The name of the status in the gRPC specification, such as <c>FAILED_PRECONDITION</c>.</summary>
    public static string Name(this StatusCode status) => status switch
    {
        StatusCode.OK => "OK",
        StatusCode.InvalidArgument => "INVALID_ARGUMENT",
        StatusCode.DeadlineExceeded => "DEADLINE_EXCEEDED",
        StatusCode.NotFound => "NOT_FOUND",
        StatusCode.AlreadyExists => "ALREADY_EXISTS",
        StatusCode.PermissionDenied => "PERMISSION_DENIED",
        StatusCode.ResourceExhausted => "RESOURCE_EXHAUSTED",
        StatusCode.FailedPrecondition => "FAILED_PRECONDITION",
        StatusCode.OutOfRange => "OUT_OF_RANGE",
        StatusCode.DataLoss => "DATA_LOSS",
        _ => status.ToString().ToUpperInvariant(),
    };

    /// <summary>Whether the status means that the server failed, rather than that it refused the request.</summary>
    public static bool IsFailureOfServer(this StatusCode status) =>
        status is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal
            or StatusCode.Unavailable or StatusCode.DataLoss;

    /// <summary>Whether a failed call means that the called service is unavailable, rather than that it refused the request.</summary>
    public static bool IsUnavailable(this RpcException failure) =>
        failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown
            or StatusCode.Unimplemented or StatusCode.ResourceExhausted;
}
