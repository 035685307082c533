using Grpc.Core;
using NatoServices.Words;

namespace NatoServices.ServiceDefaults;

/// <summary>A service that owns facts needed here did not answer: nothing is decided without it.</summary>
public sealed record OwnerUnavailable : Refusal
{
    /// <summary>Names the service.</summary>
    public OwnerUnavailable(string service)
        : base($"The {service} service does not answer, and without it this cannot be answered either. Nothing was entered; try again.") =>
        Metadata = new Dictionary<string, string> { ["service"] = service };

    /// <summary>Whether a failed call means that the service is away, rather than that it refused.</summary>
    public static bool IsMeantBy(RpcException failure) =>
        failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown
            or StatusCode.Unimplemented or StatusCode.ResourceExhausted;
}
