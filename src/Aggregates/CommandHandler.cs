using Google.Protobuf;
using Grpc.Core;
using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>What is one writing RPC's own; everything else is done by <see cref="CommandPipeline{TState, TEvent}"/>, which all of them share.</summary>
/// <typeparam name="TRequest">The RPC's request.</typeparam>
/// <typeparam name="TReply">The RPC's reply.</typeparam>
/// <typeparam name="TState">The state that is decided on.</typeparam>
/// <typeparam name="TEvent">What is entered.</typeparam>
/// <typeparam name="TFacts">Facts that other services own.</typeparam>
public abstract class CommandHandler<TRequest, TReply, TState, TEvent, TFacts>(CommandPipeline<TState, TEvent> pipeline)
    where TRequest : IMessage where TState : class where TEvent : class where TFacts : class
{
    /// <summary>Answers the RPC.</summary>
    public Task<TReply> HandleAsync(TRequest request, ServerCallContext context) => pipeline.ExecuteAsync(this, request, context);

    /// <summary>The stream that the request writes to.</summary>
    public abstract string StreamOf(TRequest request);

    /// <summary>What of the request is kept in confidence; null if nothing is.</summary>
    public virtual string? ConfidenceOf(TRequest request, string actor) => null;

    /// <summary>The facts as they were last known. An entry is accepted by them; nothing is refused by them. Null: they aren't known, or, unless a handler says otherwise, have to be fresh.</summary>
    public virtual ValueTask<TFacts?> CachedFactsAsync(TRequest request, CancellationToken cancellation) => default;

    /// <summary>
    /// The facts as their owners have them now; none, and no refusal, if the request names something that doesn't exist, so that there are none.
    /// <see cref="UpstreamUnavailable"/> if an owner does not answer.
    /// </summary>
    public abstract ValueTask<Answer<TFacts>> FreshFactsAsync(TRequest request, CancellationToken cancellation);

    /// <summary>
    /// Whether the request can be accepted although an owner does not answer. What is wrong without its facts is refused in any case.
    /// </summary>
    public virtual bool CanDecideWithoutFacts(TRequest request, TState state) => false;

    /// <summary>Decides by the rules. Without facts, the request alone is examined.</summary>
    public abstract Ruling<TEvent> Decide(Command<TRequest> command, TState state, TFacts? facts, DateTimeOffset now);

    /// <summary>The reply, from the state right after the request's entry: the same however often the request is repeated.</summary>
    public abstract ValueTask<TReply> ReplyAsync(TRequest request, Snapshot<TState> after, CancellationToken cancellation);
}

/// <summary>A writing RPC that is decided without facts of other services.</summary>
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

    /// <summary>Decides by the rules.</summary>
    protected abstract Ruling<TEvent> Decide(Command<TRequest> command, TState state, DateTimeOffset now);
}

/// <summary>No facts are needed.</summary>
public sealed class NoFacts
{
    private NoFacts() { }

    /// <summary>The one instance.</summary>
    public static NoFacts Instance { get; } = new();
}
