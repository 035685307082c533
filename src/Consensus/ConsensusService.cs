using Google.Api;
using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus.Handlers;

namespace NatoServices.Consensus;

[BindServiceMethod(typeof(ConsensusBinding), nameof(ConsensusBinding.Bind))]
internal sealed class ConsensusService(
    OpenSelectionHandler openSelection, CloseSelectionHandler closeSelection, ReopenSelectionHandler reopenSelection,
    RecordPositionHandler recordPosition, RetractPositionHandler retractPosition, DischargeConditionHandler dischargeCondition,
    RecordClaimHandler recordClaim, OpenSilenceHandler openSilence, ExtendSilenceHandler extendSilence, BreakSilenceHandler breakSilence,
    WithdrawSilenceHandler withdrawSilence, DeclareDecisionHandler declareDecision, GetSelectionHandler getSelection,
    ListSelectionsHandler listSelections, GetStandingHandler getStanding, GetSilenceHandler getSilence, ListSilencesHandler listSilences,
    GetDecisionHandler getDecision, PrintDecisionHandler printDecision, ListEntriesHandler listEntries, VerifyRecordHandler verifyRecord,
    WatchStandingHandler watchStanding, WatchEntriesHandler watchEntries)
    : Nato.Consensus.V1.Consensus.ConsensusBase
{
    public override Task<OpenSelectionResponse> OpenSelection(OpenSelectionRequest request, ServerCallContext context) =>
        openSelection.HandleAsync(request, context);

    public override Task<CloseSelectionResponse> CloseSelection(CloseSelectionRequest request, ServerCallContext context) =>
        closeSelection.HandleAsync(request, context);

    public override Task<ReopenSelectionResponse> ReopenSelection(ReopenSelectionRequest request, ServerCallContext context) =>
        reopenSelection.HandleAsync(request, context);

    public override Task<RecordPositionResponse> RecordPosition(RecordPositionRequest request, ServerCallContext context) =>
        recordPosition.HandleAsync(request, context);

    public override Task<RetractPositionResponse> RetractPosition(RetractPositionRequest request, ServerCallContext context) =>
        retractPosition.HandleAsync(request, context);

    public override Task<DischargeConditionResponse> DischargeCondition(DischargeConditionRequest request, ServerCallContext context) =>
        dischargeCondition.HandleAsync(request, context);

    public override Task<RecordClaimResponse> RecordClaim(RecordClaimRequest request, ServerCallContext context) =>
        recordClaim.HandleAsync(request, context);

    public override Task<OpenSilenceResponse> OpenSilence(OpenSilenceRequest request, ServerCallContext context) =>
        openSilence.HandleAsync(request, context);

    public override Task<ExtendSilenceResponse> ExtendSilence(ExtendSilenceRequest request, ServerCallContext context) =>
        extendSilence.HandleAsync(request, context);

    public override Task<BreakSilenceResponse> BreakSilence(BreakSilenceRequest request, ServerCallContext context) =>
        breakSilence.HandleAsync(request, context);

    public override Task<WithdrawSilenceResponse> WithdrawSilence(WithdrawSilenceRequest request, ServerCallContext context) =>
        withdrawSilence.HandleAsync(request, context);

    public override Task<DeclareDecisionResponse> DeclareDecision(DeclareDecisionRequest request, ServerCallContext context) =>
        declareDecision.HandleAsync(request, context);

    public override Task<GetSelectionResponse> GetSelection(GetSelectionRequest request, ServerCallContext context) =>
        getSelection.HandleAsync(request, context);

    public override Task<ListSelectionsResponse> ListSelections(ListSelectionsRequest request, ServerCallContext context) =>
        listSelections.HandleAsync(request, context);

    public override Task<GetStandingResponse> GetStanding(GetStandingRequest request, ServerCallContext context) =>
        getStanding.TryGetCached(request, context) ?? getStanding.HandleAsync(request, context);

    public override Task<GetSilenceResponse> GetSilence(GetSilenceRequest request, ServerCallContext context) => getSilence.HandleAsync(request, context);

    public override Task<ListSilencesResponse> ListSilences(ListSilencesRequest request, ServerCallContext context) =>
        listSilences.HandleAsync(request, context);

    public override Task<GetDecisionResponse> GetDecision(GetDecisionRequest request, ServerCallContext context) =>
        getDecision.HandleAsync(request, context);

    public override Task<HttpBody> PrintDecision(PrintDecisionRequest request, ServerCallContext context) =>
        printDecision.HandleAsync(request, context);

    public override Task<ListEntriesResponse> ListEntries(ListEntriesRequest request, ServerCallContext context) =>
        listEntries.HandleAsync(request, context);

    public override Task<VerifyRecordResponse> VerifyRecord(VerifyRecordRequest request, ServerCallContext context) =>
        verifyRecord.HandleAsync(request, context);

    public override Task WatchStanding(
        WatchStandingRequest request, IServerStreamWriter<WatchStandingResponse> watcher, ServerCallContext context) =>
        watchStanding.HandleAsync(request, watcher, context);

    public override Task WatchEntries(WatchEntriesRequest request, IServerStreamWriter<WatchEntriesResponse> watcher, ServerCallContext context) =>
        watchEntries.HandleAsync(request, watcher, context);
}
