using Google.Protobuf;
using Grpc.Core;
using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>
/// Executes every write RPC of every service, in these steps: read the actor and the <c>request_id</c>; decide on cached state and facts,
/// and append; if that yields no accepted entry, ask the owners for fresh facts, read the database and decide again; refuse or reply.
/// </summary>
public sealed class CommandPipeline<TState, TEvent>(AggregateStore<TState, TEvent> store) where TState : class where TEvent : class
{
    /// <summary>Executes a write request and returns its reply.</summary>
    /// <exception cref="RefusalException">The request is refused.</exception>
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

        // 1. Optimistic: facts and state from memory. Only an acceptance counts. The append fails if the stream has moved.
        if (await handler.CachedFactsAsync(command.Request, cancellation) is { } cached
            && await store.TryWriteAsync(stream, author, (undecided with { Facts = cached }).Decide, cancellation) is { } accepted)
            return accepted;

        // 2. If the optimistic decision yields no accepted entry, ask the owners for the facts and the database for the state, and decide
        //    again. The store repeats the decision as long as other writers are faster, and throws if the rule refuses. If the request id
        //    is already on record, it returns the state of that first request.
        var fresh = await handler.FreshFactsAsync(command.Request, cancellation);
        return await store.WriteAsync(stream, author, (undecided with { Facts = fresh.Value, Unavailable = fresh.Refusal }).Decide, cancellation);
    }

    private sealed record Decision<TRequest, TReply, TFacts>(
        CommandHandler<TRequest, TReply, TState, TEvent, TFacts> Handler, Command<TRequest> Command, Violations Violations)
        where TRequest : IMessage where TFacts : class
    {
        /// <summary>The facts to decide on; null if there are none.</summary>
        public TFacts? Facts { get; init; }

        /// <summary>Why an owner's facts are missing; null if they are not missing.</summary>
        public Refusal? Unavailable { get; init; }

        public Ruling<TEvent> Decide(TState state, DateTimeOffset now)
        {
            var ruling = Violations.Join(Handler.Decide(Command, state, Facts, now));
            return Unavailable is null || ruling.Refusal is not null || Handler.CanDecideWithoutFacts(Command.Request, state) ? ruling : Unavailable;
        }
    }
}
