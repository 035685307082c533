using Google.Protobuf;
using Grpc.Core;
using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Watching;

/// <summary>What is one watching RPC's own.</summary>
/// <typeparam name="TRequest">The RPC's request.</typeparam>
/// <typeparam name="TMessage">What a watcher is given.</typeparam>
/// <typeparam name="TFirst">The reading with which a watch begins.</typeparam>
public abstract class WatchHandler<TRequest, TMessage, TFirst>(TimeProvider clock) where TRequest : IMessage where TMessage : class
{
    /// <summary>The clock of the rules.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>Gives messages until the caller goes away.</summary>
    /// <exception cref="RefusalException">It is refused, before the watch begins.</exception>
    public async Task HandleAsync(TRequest request, IServerStreamWriter<TMessage> watcher, ServerCallContext context)
    {
        var violations = new Violations();
        Check(request, violations);
        var reading = violations.Pass(Reading.Of(request, violations, clock.GetUtcNow(), _ => false));
        var first = await ReadAsync(request, reading, context.CancellationToken);
        if (reading.IsToBeRepeated(first.Refusal)) first = await ReadAsync(request, reading with { Fully = true }, context.CancellationToken);
        await WatchAsync(request, reading, first.OrThrow(), watcher, context.CancellationToken);
    }

    /// <summary>Notes what is wrong with the request, but for the fields that all readings share.</summary>
    protected virtual void Check(TRequest request, Violations violations) { }

    /// <summary>Reads what the watch begins with: not older than what the watcher has.</summary>
    protected abstract ValueTask<Answer<TFirst>> ReadAsync(TRequest request, Reading reading, CancellationToken cancellation);

    /// <summary>Gives that, and what comes after it, until the caller goes away.</summary>
    protected abstract Task WatchAsync(
        TRequest request, Reading reading, TFirst first, IServerStreamWriter<TMessage> watcher, CancellationToken cancellation);
}
