using Microsoft.AspNetCore.Http;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// The health probes that an orchestrator calls every few seconds. They and their database queries are excluded from traces: nobody looks
/// for them there, and they would hide other traces.
/// </summary>
internal static class Probes
{
    /// <summary>HTTP liveness probe: the process is alive if it answers.</summary>
    public const string Alive = "/alive";

    /// <summary>HTTP health check: includes the dependencies of the service.</summary>
    public const string Health = "/health";

    /// <summary>The gRPC health service; all its methods.</summary>
    private const string Grpc = "/grpc.health.v1.Health";

    /// <summary>Whether the path of a call is that of a probe.</summary>
    public static bool Are(PathString path) =>
        path.StartsWithSegments(Health) || path.StartsWithSegments(Alive) || path.StartsWithSegments(Grpc, StringComparison.Ordinal);
}
