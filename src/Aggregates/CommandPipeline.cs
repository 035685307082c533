using Google.Protobuf;
using Grpc.Core;
using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>
/// How every writing RPC of every service is carried out, in this order: who is acting and under which <c>request_id</c>; decide on what
/// is cached and append; if that isn't accepted, ask the owners of the facts, read the database and decide again; refuse or reply.
/// </summary>
public sealed class CommandPipeline<TState, TEvent>(AggregateStore<TState, TEvent> store) where TState : class where TEvent : class
{
    /// <summary>Carries out a request.</summary>
    /// <exception cref="RefusalException">It is refused.</exception>
    public async Task<TReply> ExecuteAsync<TRequest, TReply, TFacts>(
        CommandHandler<TRequest, TReply, TState, TEvent, TFacts> handler, TRequest request, ServerCallContext context)
        where TRequest : IMessage where TFacts : class
    {
        var violations = new Violations();
        var command = Command.Of(request, context, violations);
        command = command with { Confidence = handler.ConfidenceOf(request, command.Actor) };
        var undecided = new Decision<TRequest, TReply, TFacts>(handler, command, violations);
        return await handler.ReplyAsync(request, await WriteAsync(undecided, context.CancellationToken), context.CancellationToken);
    }

    private async Task<Snapshot<TState>> WriteAsync<TRequest, TReply, TFacts>(
        Decision<TRequest, TReply, TFacts> undecided, CancellationToken cancellation)
        where TRequest : IMessage where TFacts : class
    {
        var (handler, command) = (undecided.Handler, undecided.Command);
        var (stream, author) = (handler.StreamOf(command.Request), command.Author);

        // 1. Optimistic: facts and state from memory. Only an acceptance counts: the append fails if the stream has moved.
        if (await handler.CachedFactsAsync(command.Request, cancellation) is { } cached
            && await store.TryWriteAsync(stream, author, (undecided with { Facts = cached }).Decide, cancellation) is { } accepted)
            return accepted;

        // 2. Before a refusal, the owners are asked for the facts, and the database for the state. The store decides again for as long as
        //    other writers are faster, answers a repeated request as before, and throws what the rules refuse.
        var fresh = await handler.FreshFactsAsync(command.Request, cancellation);
        return await store.WriteAsync(stream, author, (undecided with { Facts = fresh.Value, Unavailable = fresh.Refusal }).Decide, cancellation);
    }

    /// <summary>The decision on one request.</summary>
    private sealed record Decision<TRequest, TReply, TFacts>(
        CommandHandler<TRequest, TReply, TState, TEvent, TFacts> Handler, Command<TRequest> Command, Violations Violations)
        where TRequest : IMessage where TFacts : class
    {
        /// <summary>The facts to decide by; null if there are none.</summary>
        public TFacts? Facts { get; init; }

        /// <summary>Why an owner's facts could not be had; null if they could.</summary>
        public Refusal? Unavailable { get; init; }

        public Ruling<TEvent> Decide(TState state, DateTimeOffset now)
        {
            var ruling = Violations.Join(Handler.Decide(Command, state, Facts, now));
            return Unavailable is null || ruling.Refusal is not null || Handler.CanDecideWithoutFacts(Command.Request, state) ? ruling : Unavailable;
        }
    }
}
