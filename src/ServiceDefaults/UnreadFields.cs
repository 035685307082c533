using Grpc.Core;
using NatoServices.Domain;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// What could not be read of a REST request, and is missing from the message that the handler gets. The handler refuses the request, with its
/// own violations beside these.
/// </summary>
/// <param name="violations">The violations by field path.</param>
public sealed class UnreadFields(IReadOnlyList<Violation> violations)
{
    /// <summary>The violations of a call; empty for gRPC, and for a REST request that was read completely.</summary>
    public static IReadOnlyList<Violation> Of(ServerCallContext context) =>
        context.GetHttpContext().Features.Get<UnreadFields>()?.Violations ?? [];

    /// <summary>The violations.</summary>
    public IReadOnlyList<Violation> Violations { get; } = violations;
}
