using Google.Protobuf;
using Grpc.Core;

namespace NatoServices.Aggregates;

/// <summary>The part that is specific to one read RPC. <see cref="QueryPipeline"/> does everything else, for all of them.</summary>
public abstract class QueryHandler<TRequest, TReply>(QueryPipeline pipeline) where TRequest : IMessage
{
    /// <summary>Executes the RPC.</summary>
    public Task<TReply> HandleAsync(TRequest request, ServerCallContext context) => pipeline.ExecuteAsync(this, request, context);

    /// <summary>Collects what is invalid in the request, except in the fields that all readings share: see <see cref="Reading"/>.</summary>
    public virtual void Check(TRequest request, Violations violations) { }

    /// <summary>Whether this is a valid key of the paged list, for a page token. The default is false: the RPC has no paged list.</summary>
    public virtual bool IsPageKey(string key) => false;

    /// <summary>The answer, as fresh as the reading requires.</summary>
    public abstract ValueTask<Answer<TReply>> AnswerAsync(TRequest request, Reading reading, CancellationToken cancellation);
}
