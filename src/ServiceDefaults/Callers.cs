using Grpc.Core;

namespace NatoServices.ServiceDefaults;

/// <summary>Who calls.</summary>
public static class Callers
{
    /// <summary>The header that names who is acting.</summary>
    public const string ActorHeader = "nato-actor";

    /// <summary>Stands on record for an actor who acts in confidence.</summary>
    public const string Undisclosed = "undisclosed";

    private const string Anonymous = "anonymous";

    /// <summary>Who is acting, as the header says; "anonymous" if it says nothing.</summary>
    public static string ActorOf(ServerCallContext context) =>
        context.RequestHeaders.GetValue(ActorHeader) is { Length: > 0 } named ? named : Anonymous;
}
