using Google.Protobuf;
using Grpc.Core;
using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Watching;

/// <summary>What is one watching RPC's own.</summary>
public abstract class WatchHandler<TRequest, TMessage>(TimeProvider clock) where TRequest : IMessage where TMessage : class
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
        // The database is brought up to where the watcher was, before the watch begins.
        var beginning = await BeginAsync(request, reading, context.CancellationToken);
        if (reading.IsToBeRepeated(beginning)) beginning = await BeginAsync(request, reading with { Fully = true }, context.CancellationToken);
        if (beginning is not null) throw new RefusalException(beginning);
        await WatchAsync(request, reading, watcher, context.CancellationToken);
    }

    /// <summary>Notes what is wrong with the request, but for the fields that all readings share.</summary>
    protected virtual void Check(TRequest request, Violations violations) { }

    /// <summary>Why it cannot be watched; null if it can.</summary>
    protected abstract ValueTask<Refusal?> BeginAsync(TRequest request, Reading reading, CancellationToken cancellation);

    /// <summary>Gives messages until the caller goes away.</summary>
    protected abstract Task WatchAsync(TRequest request, Reading reading, IServerStreamWriter<TMessage> watcher, CancellationToken cancellation);
}
