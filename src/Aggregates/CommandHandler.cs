using Google.Protobuf;
using Grpc.Core;

namespace NatoServices.Aggregates;

/// <summary>
/// The part that is specific to one write RPC. <see cref="CommandPipeline{TState, TEvent}"/> does everything else, for all of them.
/// </summary>
/// <typeparam name="TRequest">The RPC's request message.</typeparam>
/// <typeparam name="TCommand">What the rule takes; the request is mapped to it once.</typeparam>
/// <typeparam name="TReply">The RPC's reply message.</typeparam>
/// <typeparam name="TState">The state that the rule decides on.</typeparam>
/// <typeparam name="TEvent">The events that the rule yields.</typeparam>
/// <typeparam name="TFacts">The facts that other services own and the rule needs.</typeparam>
public abstract class MappedCommandHandler<TRequest, TCommand, TReply, TState, TEvent, TFacts>(CommandPipeline<TState, TEvent> pipeline)
    where TRequest : IMessage where TState : class where TEvent : class where TFacts : class
{
    /// <summary>Executes the RPC.</summary>
    public Task<TReply> HandleAsync(TRequest request, ServerCallContext context) => pipeline.ExecuteAsync(this, request, context);

    /// <summary>The confidential text of the request, which is stored beside the entry; null if there is none.</summary>
    public virtual string? ConfidenceOf(TRequest request, string actor) => null;

    /// <summary>Maps the request to the command, valid or not.</summary>
    public abstract TCommand Map(TRequest request, string actor);

    /// <summary>The stream that the command writes to.</summary>
    public abstract string StreamOf(TCommand command);

    /// <summary>
    /// The facts as last known. An acceptance may be based on them, a refusal never. Null if they are not known or must be fresh; the
    /// default is null.
    /// </summary>
    public virtual ValueTask<TFacts?> CachedFactsAsync(TCommand command, CancellationToken cancellation) => default;

    /// <summary>
    /// The facts as their owners have them now; a null value without a refusal if the command names something that does not exist. Refused
    /// with <see cref="UpstreamUnavailable"/> if an owner does not answer.
    /// </summary>
    public abstract ValueTask<Answer<TFacts>> FreshFactsAsync(TCommand command, CancellationToken cancellation);

    /// <summary>
    /// Whether the command can be accepted although an owner does not answer. A request that is invalid by itself is refused in any case.
    /// </summary>
    public virtual bool CanDecideWithoutFacts(TCommand command, TState state) => false;

    /// <summary>Calls the rule. If <paramref name="facts"/> is null, only the command and the state are checked.</summary>
    public abstract Ruling<TEvent> Decide(Command<TCommand> command, TState state, TFacts? facts, DateTimeOffset now);

    /// <summary>The reply, made from the state right after the command's entry, so that a repeated request gets the same reply.</summary>
    public abstract ValueTask<TReply> ReplyAsync(TCommand command, Snapshot<TState> after, CancellationToken cancellation);
}

/// <summary>A write RPC that needs no facts of other services.</summary>
public abstract class MappedCommandHandler<TRequest, TCommand, TReply, TState, TEvent>(CommandPipeline<TState, TEvent> pipeline)
    : MappedCommandHandler<TRequest, TCommand, TReply, TState, TEvent, NoFacts>(pipeline)
    where TRequest : IMessage where TState : class where TEvent : class
{
    /// <inheritdoc />
    public sealed override ValueTask<NoFacts?> CachedFactsAsync(TCommand command, CancellationToken cancellation) => new(NoFacts.Instance);

    /// <inheritdoc />
    public sealed override ValueTask<Answer<NoFacts>> FreshFactsAsync(TCommand command, CancellationToken cancellation) => new(NoFacts.Instance);

    /// <inheritdoc />
    public sealed override Ruling<TEvent> Decide(Command<TCommand> command, TState state, NoFacts? facts, DateTimeOffset now) =>
        Decide(command.Request, state, now);

    /// <summary>Calls the rule.</summary>
    protected abstract Ruling<TEvent> Decide(TCommand command, TState state, DateTimeOffset now);
}

/// <summary>A write RPC whose request is mapped only where the rule is called.</summary>
public abstract class CommandHandler<TRequest, TReply, TState, TEvent, TFacts>(CommandPipeline<TState, TEvent> pipeline)
    : MappedCommandHandler<TRequest, TRequest, TReply, TState, TEvent, TFacts>(pipeline)
    where TRequest : IMessage where TState : class where TEvent : class where TFacts : class
{
    /// <inheritdoc />
    public sealed override TRequest Map(TRequest request, string actor) => request;
}

/// <summary>Stands for the facts of an RPC that needs none.</summary>
public sealed class NoFacts
{
    private NoFacts() { }

    /// <summary>The only instance.</summary>
    public static NoFacts Instance { get; } = new();
}
