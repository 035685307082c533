using Microsoft.AspNetCore.Http;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// The calls by which who runs a service looks every few seconds whether it is well. They are in no trace, with all that they ask of
/// the database: nobody looks for them there, and they would hide the rest.
/// </summary>
internal static class Probes
{
    /// <summary>Over HTTP; this process is well if it answers.</summary>
    public const string Alive = "/alive";

    /// <summary>Over HTTP; with what the service needs.</summary>
    public const string Health = "/health";

    /// <summary>Every method of the service that gRPC has for it.</summary>
    private const string Grpc = "/grpc.health.v1.Health";

    /// <summary>Whether a call is one of them, by its path.</summary>
    public static bool Are(PathString path) =>
        path.StartsWithSegments(Health) || path.StartsWithSegments(Alive) || path.StartsWithSegments(Grpc, StringComparison.Ordinal);
}
