using Grpc.Core;

namespace NatoServices.ServiceDefaults;

/// <summary>Reads who is acting from a call.</summary>
public static class Callers
{
    /// <summary>The header that names who is acting.</summary>
    public const string ActorHeader = "nato-actor";

    /// <summary>The actor on record for somebody who acts in confidence.</summary>
    public const string Undisclosed = "undisclosed";

    private const string Anonymous = "anonymous";

    /// <summary>The actor named in the header; "anonymous" if there is none. It is not authenticated.</summary>
    public static string ActorOf(ServerCallContext context) =>
        context.RequestHeaders.GetValue(ActorHeader) is { Length: > 0 } named ? named : Anonymous;
}
