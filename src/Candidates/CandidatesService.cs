using Grpc.Core;
using Nato.Candidates.V1;
using NatoServices.Candidates.Handlers;

namespace NatoServices.Candidates;

internal sealed class CandidatesService(
    OpenVacancyHandler openVacancy, RegisterCandidateHandler registerCandidate, RecordCandidacyHandler recordCandidacy, AppointHandler appoint,
    RevokeAppointmentHandler revokeAppointment, GetVacancyHandler getVacancy, ListVacanciesHandler listVacancies, GetCandidateHandler getCandidate,
    ListCandidatesHandler listCandidates, GetSlateHistoryHandler getSlateHistory, WatchSlateHandler watchSlate)
    : Nato.Candidates.V1.Candidates.CandidatesBase
{
    public override Task<OpenVacancyResponse> OpenVacancy(OpenVacancyRequest request, ServerCallContext context) =>
        openVacancy.HandleAsync(request, context);

    public override Task<RegisterCandidateResponse> RegisterCandidate(RegisterCandidateRequest request, ServerCallContext context) =>
        registerCandidate.HandleAsync(request, context);

    public override Task<RecordCandidacyResponse> RecordCandidacy(RecordCandidacyRequest request, ServerCallContext context) =>
        recordCandidacy.HandleAsync(request, context);

    public override Task<AppointResponse> Appoint(AppointRequest request, ServerCallContext context) => appoint.HandleAsync(request, context);

    public override Task<RevokeAppointmentResponse> RevokeAppointment(RevokeAppointmentRequest request, ServerCallContext context) =>
        revokeAppointment.HandleAsync(request, context);

    public override Task<GetVacancyResponse> GetVacancy(GetVacancyRequest request, ServerCallContext context) =>
        getVacancy.HandleAsync(request, context);

    public override Task<ListVacanciesResponse> ListVacancies(ListVacanciesRequest request, ServerCallContext context) =>
        listVacancies.HandleAsync(request, context);

    public override Task<GetCandidateResponse> GetCandidate(GetCandidateRequest request, ServerCallContext context) =>
        getCandidate.HandleAsync(request, context);

    public override Task<ListCandidatesResponse> ListCandidates(ListCandidatesRequest request, ServerCallContext context) =>
        listCandidates.HandleAsync(request, context);

    public override Task<GetSlateHistoryResponse> GetSlateHistory(GetSlateHistoryRequest request, ServerCallContext context) =>
        getSlateHistory.HandleAsync(request, context);

    public override Task WatchSlate(WatchSlateRequest request, IServerStreamWriter<WatchSlateResponse> watcher, ServerCallContext context) =>
        watchSlate.HandleAsync(request, watcher, context);
}
