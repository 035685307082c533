using Google.Protobuf;
using Grpc.Core;
using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>
/// How every reading RPC of every service is carried out, in this order: what is wrong with the request; how fresh the answer must be; read
/// what is cached; before a refusal, read from the owners; refuse or reply.
/// </summary>
public sealed class QueryPipeline(TimeProvider clock)
{
    /// <summary>Answers a request.</summary>
    /// <exception cref="RefusalException">It is refused.</exception>
    public async Task<TReply> ExecuteAsync<TRequest, TReply>(QueryHandler<TRequest, TReply> handler, TRequest request, ServerCallContext context)
        where TRequest : IMessage
    {
        var violations = new Violations();
        handler.Check(request, violations);
        var reading = violations.Pass(Reading.Of(request, violations, clock.GetUtcNow(), handler.IsPageKey));
        var answer = await handler.AnswerAsync(request, reading, context.CancellationToken);
        if (reading.IsToBeRepeated(answer.Refusal))
            answer = await handler.AnswerAsync(request, reading with { Fully = true }, context.CancellationToken);
        return answer.OrThrow();
    }
}
