using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using NatoServices.Domain;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;

namespace NatoServices.Aggregates;

/// <summary>A request to write, and who makes it.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Actor">Who is acting.</param>
/// <param name="Id">The caller's own name for the request; null if it has none.</param>
public sealed record Command<TRequest>(TRequest Request, string Actor, RequestKey? Id) where TRequest : IMessage
{
    /// <summary>Text that is kept beside the entry in confidence, together with who is acting; null if nothing is.</summary>
    public string? Confidence { get; init; }

    /// <summary>Under whose name the entry is made.</summary>
    internal Author Author => Confidence is null ? new(Actor, Id) : new(Callers.Undisclosed, Id) { Sealed = Confidence };
}

/// <summary>Reads commands from calls.</summary>
internal static class Command
{
    private const string RequestIdField = "request_id";

    private const int RequestIdLength = 128;

    /// <summary>Reads a call: <c>nato-actor</c> from its headers, <c>request_id</c> from the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="context">The call.</param>
    /// <param name="violations">Takes what is wrong with these two.</param>
    public static Command<TRequest> Of<TRequest>(TRequest request, ServerCallContext context, Violations violations) where TRequest : IMessage
    {
        var actor = Callers.ActorOf(context);
        violations.OptionalText(Callers.ActorHeader, actor, Violations.NameLength);
        var id = (string)request.Descriptor.FindFieldByName(RequestIdField).Accessor.GetValue(request);
        var wellFormed = id.Length <= RequestIdLength && id.All(c => c is > ' ' and <= '~');
        violations.Require(wellFormed, RequestIdField, $"must be at most {RequestIdLength} printable ASCII characters, without spaces");
        return new(request, actor, id is "" || !wellFormed ? null : new(id, Fingerprint(request, actor)));
    }

    /// <summary>SHA-256 over what is asked and by whom. The id is part of it; within its stream it is the same in all that is compared.</summary>
    private static byte[] Fingerprint(IMessage request, string actor) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes($"{request.Descriptor.FullName}\n{actor}\n"), .. request.ToByteArray()]);
}
