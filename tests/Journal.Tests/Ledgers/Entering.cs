using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Journal.Tests.Ledgers;

internal static class Entering
{
    /// <summary>Writes as the services do: optimistically first.</summary>
    public static async Task<Snapshot<TState>> EnterAsync<TState, TEvent>(
        this AggregateStore<TState, TEvent> store, string stream, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide,
        CancellationToken cancellation = default)
        where TState : class where TEvent : class =>
        await store.TryWriteAsync(stream, author, decide, cancellation) ?? await store.WriteAsync(stream, author, decide, cancellation);
}
