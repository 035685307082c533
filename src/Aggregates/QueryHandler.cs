using Google.Protobuf;
using Grpc.Core;
using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>What is one reading RPC's own; everything else is done by <see cref="QueryPipeline"/>, which all of them share.</summary>
public abstract class QueryHandler<TRequest, TReply>(QueryPipeline pipeline) where TRequest : IMessage
{
    /// <summary>Answers the RPC.</summary>
    public Task<TReply> HandleAsync(TRequest request, ServerCallContext context) => pipeline.ExecuteAsync(this, request, context);

    /// <summary>Notes what is wrong with the request, but for the fields that all readings share: see <see cref="Reading"/>.</summary>
    public virtual void Check(TRequest request, Violations violations) { }

    /// <summary>Whether this can be a key of the list that is read in pages; no list is, unless a handler says so.</summary>
    public virtual bool IsPageKey(string key) => false;

    /// <summary>The answer, as fresh as the reading wants it.</summary>
    public abstract ValueTask<Answer<TReply>> AnswerAsync(TRequest request, Reading reading, CancellationToken cancellation);
}
