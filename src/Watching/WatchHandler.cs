using Google.Protobuf;
using Grpc.Core;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Watching;

/// <summary>The part that is specific to one watch RPC.</summary>
/// <typeparam name="TRequest">The RPC's request message.</typeparam>
/// <typeparam name="TMessage">The message that a watcher receives.</typeparam>
/// <typeparam name="TFirst">The reading with which a watch begins.</typeparam>
public abstract class WatchHandler<TRequest, TMessage, TFirst>(TimeProvider clock) where TRequest : IMessage where TMessage : class
{
    /// <summary>The clock of the rules.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>Sends messages until the caller cancels.</summary>
    /// <exception cref="RefusalException">The request is refused before the watch begins, or the watch ends with a refusal.</exception>
    public async Task HandleAsync(TRequest request, IServerStreamWriter<TMessage> watcher, ServerCallContext context)
    {
        var violations = new Violations(UnreadFields.Of(context));
        Check(request, violations);
        var reading = violations.Pass(Reading.Of(request, violations, clock.GetUtcNow(), _ => false));
        var first = await ReadAsync(request, reading, context.CancellationToken);
        if (reading.IsToBeRepeated(first.Refusal)) first = await ReadAsync(request, reading with { Fully = true }, context.CancellationToken);
        await WatchAsync(request, reading, first.OrThrow(), watcher, context.CancellationToken);
    }

    /// <summary>Collects what is invalid in the request, except in the fields that all readings share.</summary>
    protected virtual void Check(TRequest request, Violations violations) { }

    /// <summary>Reads the value with which the watch begins; it must not be older than what the watcher has.</summary>
    protected abstract ValueTask<Answer<TFirst>> ReadAsync(TRequest request, Reading reading, CancellationToken cancellation);

    /// <summary>Sends the first value and the later ones, until the caller cancels.</summary>
    protected abstract Task WatchAsync(
        TRequest request, Reading reading, TFirst first, IServerStreamWriter<TMessage> watcher, CancellationToken cancellation);
}
