using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using NatoServices.Journal;
using NatoServices.Words;

namespace NatoServices.ServiceDefaults;

/// <summary>Who calls, and how the call is told from another.</summary>
public static class Calls
{
    /// <summary>The header that names who is acting.</summary>
    public const string ActorHeader = "nato-actor";

    private const string Anonymous = "anonymous";
    private const string RequestIdField = "request_id";

    /// <summary>Writes what the rules decide, or refuses with all that is wrong with the call and with the request.</summary>
    /// <returns>The state right after this request's entry.</returns>
    public static Task<Snapshot<TState>> WriteAsync<TState, TEvent>(
        this Ledger<TState, TEvent> ledger, string stream, IMessage request, ServerCallContext context,
        Func<TState, DateTimeOffset, Decision<TEvent>> decide)
        where TState : class where TEvent : class
    {
        var found = new Violations();
        var author = AuthorOf(found, request, context);
        return ledger.WriteAsync(stream, author, (state, now) => found.Join(decide(state, now)), context.CancellationToken);
    }

    /// <summary>Who is acting, as the header says; "anonymous" if it says nothing.</summary>
    public static string ActorOf(ServerCallContext context) =>
        context.RequestHeaders.GetValue(ActorHeader) is { Length: > 0 } named ? named : Anonymous;

    /// <summary>On whose behalf a call writes, noting what is wrong with its header and its <c>request_id</c>.</summary>
    private static Author AuthorOf(Violations found, IMessage request, ServerCallContext context)
    {
        var actor = ActorOf(context);
        found.OptionalText(ActorHeader, actor, Violations.NameLength);

        var field = request.Descriptor.FindFieldByName(RequestIdField);
        var id = (string)field.Accessor.GetValue(request);
        var wellFormed = id.Length <= 128 && id.All(c => c is > ' ' and <= '~');
        found.Require(wellFormed, RequestIdField, "must be at most 128 printable ASCII characters, without spaces");
        return new(actor, id is "" || !wellFormed ? null : new(id, Fingerprint(request, actor)));
    }

    /// <summary>SHA-256 over what is asked and by whom. The id is part of it; within its stream it is the same in all that is compared.</summary>
    private static byte[] Fingerprint(IMessage request, string actor) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes($"{request.Descriptor.FullName}\n{actor}\n"), .. request.ToByteArray()]);
}
