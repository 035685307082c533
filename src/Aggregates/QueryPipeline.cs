using Google.Protobuf;
using Grpc.Core;

namespace NatoServices.Aggregates;

/// <summary>
/// Executes every read RPC of every service, in these steps: validate the request; read how fresh the answer must be; answer from cached
/// data; if that is a refusal, read again from the owners; refuse or reply.
/// </summary>
public sealed class QueryPipeline(TimeProvider clock)
{
    /// <summary>Executes a read request and returns its reply.</summary>
    /// <exception cref="RefusalException">The request is refused.</exception>
    public async Task<TReply> ExecuteAsync<TRequest, TReply>(QueryHandler<TRequest, TReply> handler, TRequest request, ServerCallContext context)
        where TRequest : IMessage
    {
        var violations = new Violations(UnreadFields.Of(context));
        handler.Check(request, violations);
        var reading = violations.Pass(Reading.Of(request, violations, clock.GetUtcNow(), handler.IsPageKey));
        var answer = await handler.AnswerAsync(request, reading, context.CancellationToken);
        if (reading.IsToBeRepeated(answer.Refusal))
            answer = await handler.AnswerAsync(request, reading with { Fully = true }, context.CancellationToken);
        return answer.OrThrow();
    }
}
