using Google.Api;
using Google.Protobuf;
using Nato.Consensus.V1;
using NatoServices.Consensus.Decisions;

namespace NatoServices.Consensus.Handlers;

internal sealed class PrintDecisionHandler(QueryPipeline pipeline, DecisionReader decisions)
    : QueryHandler<PrintDecisionRequest, HttpBody>(pipeline)
{
    public override void Check(PrintDecisionRequest request, Violations violations)
    {
        violations.OptionalOneOf("format", request.Format);
        DecisionReader.Check(request.Selection, request.Decision, violations);
    }

    public override async ValueTask<Answer<HttpBody>> AnswerAsync(PrintDecisionRequest request, Reading reading, CancellationToken cancellation)
    {
        var found = await decisions.ReadAsync(request.Selection, request.Decision, reading, cancellation);
        if (found.Refusal is not null) return found.Refusal;
        var (type, text) = request.Format == DocumentFormat.Markdown
            ? ("text/markdown; charset=utf-8", MarkdownDocument.Of(found.Value!.Decision))
            : ("text/plain; charset=utf-8", PlainDocument.Of(found.Value!.Decision));
        return new HttpBody { ContentType = type, Data = ByteString.CopyFromUtf8(text) };
    }
}
