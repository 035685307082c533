using Google.Protobuf;
using Grpc.Core;
using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>
/// The part that is specific to one write RPC. <see cref="CommandPipeline{TState, TEvent}"/> does everything else, for all of them.
/// </summary>
/// <typeparam name="TRequest">The RPC's request message.</typeparam>
/// <typeparam name="TReply">The RPC's reply message.</typeparam>
/// <typeparam name="TState">The state that the rule decides on.</typeparam>
/// <typeparam name="TEvent">The events that the rule yields.</typeparam>
/// <typeparam name="TFacts">The facts that other services own and the rule needs.</typeparam>
public abstract class CommandHandler<TRequest, TReply, TState, TEvent, TFacts>(CommandPipeline<TState, TEvent> pipeline)
    where TRequest : IMessage where TState : class where TEvent : class where TFacts : class
{
    /// <summary>Executes the RPC.</summary>
    public Task<TReply> HandleAsync(TRequest request, ServerCallContext context) => pipeline.ExecuteAsync(this, request, context);

    /// <summary>The stream that the request writes to.</summary>
    public abstract string StreamOf(TRequest request);

    /// <summary>The confidential text of the request, which is stored beside the entry; null if there is none.</summary>
    public virtual string? ConfidenceOf(TRequest request, string actor) => null;

    /// <summary>
    /// The facts as last known. An acceptance may be based on them, a refusal never. Null if they are not known or must be fresh; the
    /// default is null.
    /// </summary>
    public virtual ValueTask<TFacts?> CachedFactsAsync(TRequest request, CancellationToken cancellation) => default;

    /// <summary>
    /// The facts as their owners have them now; a null value without a refusal if the request names something that does not exist. Refused
    /// with <see cref="UpstreamUnavailable"/> if an owner does not answer.
    /// </summary>
    public abstract ValueTask<Answer<TFacts>> FreshFactsAsync(TRequest request, CancellationToken cancellation);

    /// <summary>
    /// Whether the request can be accepted although an owner does not answer. A request that is invalid by itself is refused in any case.
    /// </summary>
    public virtual bool CanDecideWithoutFacts(TRequest request, TState state) => false;

    /// <summary>Calls the rule. If <paramref name="facts"/> is null, only the request and the state are checked.</summary>
    public abstract Ruling<TEvent> Decide(Command<TRequest> command, TState state, TFacts? facts, DateTimeOffset now);

    /// <summary>The reply, made from the state right after the request's entry, so that a repeated request gets the same reply.</summary>
    public abstract ValueTask<TReply> ReplyAsync(TRequest request, Snapshot<TState> after, CancellationToken cancellation);
}

/// <summary>A write RPC that needs no facts of other services.</summary>
public abstract class CommandHandler<TRequest, TReply, TState, TEvent>(CommandPipeline<TState, TEvent> pipeline)
    : CommandHandler<TRequest, TReply, TState, TEvent, NoFacts>(pipeline)
    where TRequest : IMessage where TState : class where TEvent : class
{
    /// <inheritdoc />
    public sealed override ValueTask<NoFacts?> CachedFactsAsync(TRequest request, CancellationToken cancellation) => new(NoFacts.Instance);

    /// <inheritdoc />
    public sealed override ValueTask<Answer<NoFacts>> FreshFactsAsync(TRequest request, CancellationToken cancellation) => new(NoFacts.Instance);

    /// <inheritdoc />
    public sealed override Ruling<TEvent> Decide(Command<TRequest> command, TState state, NoFacts? facts, DateTimeOffset now) =>
        Decide(command, state, now);

    /// <summary>Calls the rule.</summary>
    protected abstract Ruling<TEvent> Decide(Command<TRequest> command, TState state, DateTimeOffset now);
}

/// <summary>Stands for the facts of an RPC that needs none.</summary>
public sealed class NoFacts
{
    private NoFacts() { }

    /// <summary>The only instance.</summary>
    public static NoFacts Instance { get; } = new();
}
