using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus.Decisions;
using NatoServices.Consensus.Rules;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;
using Decision = Nato.Consensus.V1.Decision;
using Selection = NatoServices.Consensus.Rules.Selection;
using Wire = NatoServices.Consensus.ConsensusWire;

namespace NatoServices.Consensus;

/// <summary>Decisions and what becomes of them.</summary>
internal sealed partial class ConsensusService
{
    public override async Task<DeclareDecisionResponse> DeclareDecision(DeclareDecisionRequest request, ServerCallContext context)
    {
        var after = await WriteAsync(
            request.Selection, request, context, ct => FactsAsync(request.Selection, request.Candidate, ct),
            (state, given, now) => state.Decide(DecisionWire.Command(request), given, now));
        return new() { Decision = await ToWireAsync(after, after.State.Decisions[^1], null, context), RevisionToken = Wire.Token(after) };
    }

    public override async Task<GetDecisionResponse> GetDecision(GetDecisionRequest request, ServerCallContext context)
    {
        var reading = DecisionWire.Reading(request, clock.GetUtcNow());
        var (decision, selection) = await DecisionAsync(request.Selection, request.Decision, reading, context);
        return new() { Decision = decision, RevisionToken = Wire.Token(selection) };
    }

    public override async Task<HttpBody> PrintDecision(PrintDecisionRequest request, ServerCallContext context)
    {
        var reading = DecisionWire.Reading(request, clock.GetUtcNow());
        var (decision, _) = await DecisionAsync(request.Selection, request.Decision, reading, context);
        var (type, text) = request.Format == DocumentFormat.Markdown
            ? ("text/markdown; charset=utf-8", MarkdownDocument.Of(decision))
            : ("text/plain; charset=utf-8", PlainDocument.Of(decision));
        return new() { ContentType = type, Data = ByteString.CopyFromUtf8(text) };
    }

    public override async Task<ReopenSelectionResponse> ReopenSelection(ReopenSelectionRequest request, ServerCallContext context)
    {
        var after = await WriteAsync(request.Selection, request, context, (state, _) => state.Decide(DecisionWire.Command(request)));
        return new() { Selection = Wire.ToWire(after, null), RevisionToken = Wire.Token(after) };
    }

    private async Task<(Decision Decision, Snapshot<Selection> Selection)> DecisionAsync(
        string selection, string decision, Reading reading, ServerCallContext context)
    {
        return await reading.SurelyAsync(async r =>
        {
            var snapshot = await ReadAsync(selection, r, context);
            return (await ToWireAsync(snapshot, DecisionWire.Find(snapshot.State, decision, r.KnownAt), r.KnownAt, context), snapshot);
        });
    }

    private async Task<Decision> ToWireAsync(
        Snapshot<Selection> selection, TakenDecision decision, DateTimeOffset? knownAt, ServerCallContext context)
    {
        var revision = decision.Recorded.Revision;
        var entries = ledger.Journal.ReadAsync(selection.Stream, revision - 1, revision, context.CancellationToken);
        return DecisionWire.ToWire(selection.State, decision, (await entries.SingleAsync(context.CancellationToken)).Hash, knownAt);
    }
}
