using Google.Protobuf;

namespace NatoServices.Aggregates;

/// <summary>A read RPC that gives another service the whole history of a stream, page by page: see <see cref="HistoryPages"/>.</summary>
public abstract class HistoryQueryHandler<TRequest, TReply, TState, TEvent>(QueryPipeline pipeline, AggregateStore<TState, TEvent> store)
    : SnapshotQueryHandler<TRequest, TReply, TState, TEvent>(pipeline, store)
    where TRequest : IMessage where TReply : IMessage<TReply> where TState : class where TEvent : class
{
    /// <inheritdoc />
    public sealed override bool IsPageKey(string key) => HistoryPages.IsKey(key, IsItemKey);

    /// <summary>Whether this is a valid key of an item of the history.</summary>
    protected abstract bool IsItemKey(string key);
}
