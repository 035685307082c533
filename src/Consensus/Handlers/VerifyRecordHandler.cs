using Nato.Consensus.V1;

namespace NatoServices.Consensus.Handlers;

internal sealed class VerifyRecordHandler(QueryPipeline pipeline, SelectionReader selections, AggregateStore<Selection, SelectionEvent> store)
    : QueryHandler<VerifyRecordRequest, VerifyRecordResponse>(pipeline)
{
    public override void Check(VerifyRecordRequest request, Violations violations)
    {
        SelectionReader.CheckRecord(request.Selection, "up_to_revision", request.UpToRevision, violations);
        violations.Require(
            request.Hash is "" || (request.Hash.Length == 64 && request.Hash.All(char.IsAsciiHexDigit)), "hash",
            "must be a SHA-256 in hexadecimal: 64 of 0-9 and a-f");
    }

    public override async ValueTask<Answer<VerifyRecordResponse>> AnswerAsync(
        VerifyRecordRequest request, Reading reading, CancellationToken cancellation)
    {
        var end = await selections.EndAsync(request.Selection, reading.AtLeast.Of(Selections.StreamOf(request.Selection)), cancellation);
        if (end.Refusal is not null) return end.Refusal;
        var (stream, last) = end.Value!;
        if (request.UpToRevision > last) return new RevisionNotReached(stream, request.UpToRevision, last);
        var upTo = request.UpToRevision > 0 ? request.UpToRevision : last;
        var check = await HashChain.VerifyAsync(stream, store.Journal.ReadAsync(stream, 0, upTo, cancellation));
        return ConsensusWire.Reply(check, request.Hash, RevisionToken.Of(stream, last));
    }
}
