using Google.Protobuf;

namespace NatoServices.Aggregates;

/// <summary>A read RPC that is answered from the state of one stream.</summary>
public abstract class SnapshotQueryHandler<TRequest, TReply, TState, TEvent>(QueryPipeline pipeline, AggregateStore<TState, TEvent> store)
    : QueryHandler<TRequest, TReply>(pipeline) where TRequest : IMessage where TState : class where TEvent : class
{
    /// <inheritdoc />
    public sealed override async ValueTask<Answer<TReply>> AnswerAsync(TRequest request, Reading reading, CancellationToken cancellation) =>
        (await store.ReadAsync(StreamOf(request), reading, cancellation)).Then(snapshot => Reply(request, snapshot, reading));

    /// <summary>The stream that the request reads.</summary>
    protected abstract string StreamOf(TRequest request);

    /// <summary>The reply, made from the state; refused if the state does not have what the request names.</summary>
    protected abstract Answer<TReply> Reply(TRequest request, Snapshot<TState> snapshot, Reading reading);
}
