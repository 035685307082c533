using Grpc.Core;

namespace NatoServices.ServiceDefaults;

/// <summary>How a status of gRPC is told in spans.</summary>
public static class RpcStatus
{
    /// <summary>Its name on the wire: <c>FAILED_PRECONDITION</c>.</summary>
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

    /// <summary>Whether the server has failed, rather than that it refused what was asked.</summary>
    public static bool IsFailureOfServer(this StatusCode status) =>
        status is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal
            or StatusCode.Unavailable or StatusCode.DataLoss;

    /// <summary>Whether a failed call means that the service that was called is away, rather than that it refused.</summary>
    public static bool IsUnavailable(this RpcException failure) =>
        failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown
            or StatusCode.Unimplemented or StatusCode.ResourceExhausted;
}
