using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;

namespace NatoServices.Aggregates;

/// <summary>A write request and its caller.</summary>
/// <param name="Request">The request message, or the command that it was mapped to.</param>
/// <param name="Actor">The acting person or service.</param>
/// <param name="Id">
/// The caller's <c>request_id</c> with a fingerprint of the request, for idempotency; null if the caller gave none.
/// </param>
public sealed record Command<TRequest>(TRequest Request, string Actor, RequestKey? Id)
{
    /// <summary>Confidential text that is stored beside the entry, not in it; null if there is none. It also hides the actor.</summary>
    public string? Confidence { get; init; }

    /// <summary>The author of the entry: the actor, or "undisclosed" if the command has confidential text.</summary>
    internal Author Author => Confidence is null ? new(Actor, Id) : new(Callers.Undisclosed, Id) { Sealed = Confidence };
}

internal static class Command
{
    private const string RequestIdField = "request_id";

    private const int RequestIdLength = 128;

    /// <summary>Reads <c>nato-actor</c> from the headers and <c>request_id</c> from the request.</summary>
    public static (string Actor, RequestKey? Id) Of(IMessage request, ServerCallContext context, Violations violations)
    {
        var actor = Callers.ActorOf(context);
        violations.OptionalText(Callers.ActorHeader, actor, Violations.NameLength);
        var id = (string)request.Descriptor.FindFieldByName(RequestIdField).Accessor.GetValue(request);
        var wellFormed = id.Length <= RequestIdLength && id.All(c => c is > ' ' and <= '~');
        violations.Require(wellFormed, RequestIdField, $"must be at most {RequestIdLength} printable ASCII characters, without spaces");
        return (actor, id is "" || !wellFormed ? null : new(id, Fingerprint(request, actor)));
    }

    /// <summary>
    /// SHA-256 of the request and the actor. It includes the request id, which does no harm: fingerprints are compared only for equal ids.
    /// </summary>
    private static byte[] Fingerprint(IMessage request, string actor) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes($"{request.Descriptor.FullName}\n{actor}\n"), .. request.ToByteArray()]);
}
