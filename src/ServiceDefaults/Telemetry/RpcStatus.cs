using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;

namespace NatoServices.ServiceDefaults;

/// <summary>Names and classifies gRPC status codes.</summary>
public static class RpcStatus
{
    private static readonly EnumDescriptor Codes = CodeReflection.Descriptor.FindTypeByName<EnumDescriptor>(nameof(Code));

    /// <summary>The name of the status in the gRPC specification, such as <c>FAILED_PRECONDITION</c>.</summary>
    public static string Name(this StatusCode status) => Codes.FindValueByNumber((int)status)?.Name ?? status.ToString();

    /// <summary>Whether the status means that the server failed, rather than that it refused the request.</summary>
    public static bool IsFailureOfServer(this StatusCode status) =>
        status is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal
            or StatusCode.Unavailable or StatusCode.DataLoss;

    /// <summary>Whether a failed call means that the called service is unavailable, rather than that it refused the request.</summary>
    public static bool IsUnavailable(this RpcException failure) =>
        failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown
            or StatusCode.Unimplemented or StatusCode.ResourceExhausted;
}
