using Google.Protobuf;
using Grpc.Core;

namespace NatoServices.Aggregates;

/// <summary>
/// Executes every write RPC of every service, in these steps: read the actor and the <c>request_id</c>; map the request to its command;
/// decide on cached state and facts, and append; if that yields no accepted entry, ask the owners for fresh facts, read the database and
/// decide again; refuse or reply.
/// </summary>
public sealed class CommandPipeline<TState, TEvent>(AggregateStore<TState, TEvent> store) where TState : class where TEvent : class
{
    /// <summary>Executes a write request and returns its reply.</summary>
    /// <exception cref="RefusalException">The request is refused.</exception>
    public async Task<TReply> ExecuteAsync<TRequest, TCommand, TReply, TFacts>(
        MappedCommandHandler<TRequest, TCommand, TReply, TState, TEvent, TFacts> handler, TRequest request, ServerCallContext context)
        where TRequest : IMessage where TFacts : class
    {
        var (unread, cancellation) = (UnreadFields.Of(context), context.CancellationToken);
        var violations = new Violations(unread);
        var (actor, id) = Command.Of(request, context, violations);
        var mapped = handler.Map(request, actor);
        // A request that was not read completely repeats nothing: it is refused, even if what was read of it is on record.
        var command = new Command<TCommand>(mapped, actor, unread.Count > 0 ? null : id) { Confidence = handler.ConfidenceOf(request, actor) };
        var (stream, author) = (handler.StreamOf(mapped), command.Author);

        // 1. Optimistic: facts and state from memory. Only an acceptance counts. The append fails if the stream has moved.
        var after = await handler.CachedFactsAsync(mapped, cancellation) is { } cached
            ? await store.TryWriteAsync(stream, author, (state, now) => Decide(state, cached, now), cancellation)
            : null;
        if (after is null)
        {
            // 2. If the optimistic decision yields no accepted entry, ask the owners for the facts and the database for the state, and decide
            //    again. The store repeats the decision as long as other writers are faster, and throws if the rule refuses. If the request
            //    id is already on record, it returns the state of that first request.
            var fresh = await handler.FreshFactsAsync(mapped, cancellation);
            after = await store.WriteAsync(stream, author, (state, now) => Decide(state, fresh, now), cancellation);
        }
        return await handler.ReplyAsync(mapped, after, cancellation);

        Ruling<TEvent> Decide(TState state, Answer<TFacts> facts, DateTimeOffset now)
        {
            var ruling = violations.Join(handler.Decide(command, state, facts.Value, now));
            return facts.Refusal is null || ruling.Refusal is not null || handler.CanDecideWithoutFacts(mapped, state) ? ruling : facts.Refusal;
        }
    }
}
