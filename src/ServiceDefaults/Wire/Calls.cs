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

    /// <summary>Stands for who acts in confidence.</summary>
    public const string Undisclosed = "undisclosed";

    private const string Anonymous = "anonymous";
    private const string RequestIdField = "request_id";

    /// <summary>Writes what the rules decide, or refuses with all that is wrong with the call and with the request.</summary>
    /// <param name="ledger">Where it is written.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="context">The call.</param>
    /// <param name="decide">Decides.</param>
    /// <param name="confidence">What is kept beside the entry in confidence, together with who is acting; null if nothing is.</param>
    /// <returns>The state right after this request's entry.</returns>
    public static Task<Snapshot<TState>> WriteAsync<TState, TEvent>(
        this Ledger<TState, TEvent> ledger, string stream, IMessage request, ServerCallContext context,
        Func<TState, DateTimeOffset, Ruling<TEvent>> decide, string? confidence = null)
        where TState : class where TEvent : class
    {
        var found = new Violations();
        var author = AuthorOf(found, request, context);
        if (confidence is not null) author = author with { Actor = Undisclosed, Sealed = confidence };
        return ledger.WriteAsync(stream, author, (state, now) => found.Join(decide(state, now)), context.CancellationToken);
    }

    /// <summary>
    /// Writes what the rules decide on facts that other services own. While an owner is away, what was entered before is still
    /// answered again, and what is wrong without its facts is still refused; everything else waits.
    /// </summary>
    /// <param name="ledger">Where it is written.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="context">The call.</param>
    /// <param name="ask">Reads the facts afresh; null if the request needs none.</param>
    /// <param name="decide">Decides; without facts it examines the request alone.</param>
    /// <param name="confidence">What is kept beside the entry in confidence, together with who is acting; null if nothing is.</param>
    /// <param name="remember">Gives the facts as they were last known, if they are: what is right by them is entered without asking. Nothing
    /// is refused by them. Null: the facts have to be fresh.</param>
    /// <returns>The state right after this request's entry.</returns>
    public static async Task<Snapshot<TState>> WriteAsync<TState, TEvent, TFacts>(
        this Ledger<TState, TEvent> ledger, string stream, IMessage request, ServerCallContext context,
        Func<CancellationToken, Task<TFacts?>> ask, Func<TState, TFacts?, DateTimeOffset, Ruling<TEvent>> decide, string? confidence = null,
        Func<CancellationToken, Task<TFacts?>>? remember = null)
        where TState : class where TEvent : class where TFacts : class
    {
        if (remember is not null && await remember(context.CancellationToken) is { } remembered)
        {
            try
            {
                return await ledger.WriteAsync(stream, request, context, (state, now) => decide(state, remembered, now), confidence);
            }
            catch (RefusalException)
            {
                // Before it is refused, the owners are asked.
            }
        }
        TFacts? facts = null;
        Refusal? away = null;
        try
        {
            facts = await ask(context.CancellationToken);
        }
        catch (RefusalException refused) when (refused.Refusal is OwnerUnavailable)
        {
            away = refused.Refusal;
        }
        return await ledger.WriteAsync(stream, request, context, (state, now) =>
        {
            var ruling = decide(state, facts, now);
            return away is null || ruling.Refusal is not null ? ruling : away;
        }, confidence);
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
