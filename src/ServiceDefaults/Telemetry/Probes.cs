using Microsoft.AspNetCore.Http;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// The health probes that an orchestrator calls every few seconds. They and their database queries are excluded from traces: nobody looks
/// for them there, and they would hide other traces.
/// </summary>
internal static class Probes
{
    public const string Alive = "/alive";

    /// <summary>HTTP health check: includes the dependencies of the service.</summary>
    public const string Health = "/health";

    private const string Grpc = "/grpc.health.v1.Health";

    public static bool Are(PathString path) =>
        path.StartsWithSegments(Health) || path.StartsWithSegments(Alive) || path.StartsWithSegments(Grpc, StringComparison.Ordinal);
}
