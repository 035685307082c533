using Grpc.Core;
using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;
using NatoServices.Words;

namespace NatoServices.Candidates;

/// <summary>The RPCs of <c>nato.candidates.v1.Candidates</c>: load → decide → append → answer.</summary>
internal sealed class CandidatesService(
    Ledger<Slate, SlateEvent> ledger, RosterReader rosters, NewestWatch<WatchedSlate, WatchSlateResponse> watch, TimeProvider clock)
    : Nato.Candidates.V1.Candidates.CandidatesBase
{
    private const string Prefix = "slate/";

    public override async Task<OpenVacancyResponse> OpenVacancy(OpenVacancyRequest request, ServerCallContext context)
    {
        var command = CandidatesWire.Command(request);
        var slate = await ledger.WriteAsync(StreamOf(command.Id), request, context, (state, now) => state.Decide(command, now));
        return new() { Vacancy = CandidatesWire.ToWire(slate.State.Vacancy!, appointment: null), RevisionToken = CandidatesWire.Token(slate) };
    }

    public override async Task<GetVacancyResponse> GetVacancy(GetVacancyRequest request, ServerCallContext context)
    {
        return await CandidatesWire.Reading(request, clock.GetUtcNow()).SurelyAsync(async reading =>
        {
            var slate = await ReadAsync(request.Vacancy, reading, context);
            return CandidatesWire.Reply(request, slate, reading);
        });
    }

    public override async Task<ListVacanciesResponse> ListVacancies(ListVacanciesRequest request, ServerCallContext context)
    {
        var (reading, page) = CandidatesWire.Reading(request, clock.GetUtcNow());
        var (slates, next) = await ledger.ListAsync(Prefix, page, reading, context.CancellationToken);
        return CandidatesWire.Reply(slates, next);
    }

    public override async Task<RegisterCandidateResponse> RegisterCandidate(RegisterCandidateRequest request, ServerCallContext context)
    {
        var command = CandidatesWire.Command(request);
        var slate = await ledger.WriteAsync(
            StreamOf(request.Vacancy), request, context, ct => RosterAsync(command.AsksRoster, ct),
            (state, roster, _) => state.Decide(command, roster));
        return new() { Candidate = Entered(slate, command.Id), RevisionToken = CandidatesWire.Token(slate) };
    }

    public override async Task<RecordCandidacyResponse> RecordCandidacy(RecordCandidacyRequest request, ServerCallContext context)
    {
        var command = CandidatesWire.Command(request);
        var slate = await ledger.WriteAsync(
            StreamOf(request.Vacancy), request, context, ct => RosterAsync(command.AsksRoster, ct),
            (state, roster, now) => state.Decide(command, roster, now));
        return new() { Candidate = Entered(slate, request.Candidate), RevisionToken = CandidatesWire.Token(slate) };
    }

    public override async Task<GetCandidateResponse> GetCandidate(GetCandidateRequest request, ServerCallContext context)
    {
        return await CandidatesWire.Reading(request, clock.GetUtcNow()).SurelyAsync(async reading =>
        {
            var slate = await ReadAsync(request.Vacancy, reading, context);
            return CandidatesWire.Reply(request, slate, reading);
        });
    }

    public override async Task<ListCandidatesResponse> ListCandidates(ListCandidatesRequest request, ServerCallContext context)
    {
        var (asked, page) = CandidatesWire.Reading(request, clock.GetUtcNow());
        return await asked.SurelyAsync(async reading =>
            CandidatesWire.Reply(request, await ReadAsync(request.Vacancy, reading, context), reading, page));
    }

    public override async Task<GetSlateHistoryResponse> GetSlateHistory(GetSlateHistoryRequest request, ServerCallContext context)
    {
        var want = CandidatesWire.Reading(request, clock.GetUtcNow()).Of(StreamOf(request.Vacancy));
        var head = await ledger.HeadAsync(StreamOf(request.Vacancy), want, context.CancellationToken);
        return CandidatesWire.HistoryReply(request, await ledger.AtAsync(StreamOf(request.Vacancy), head, context.CancellationToken), head, want);
    }

    public override async Task WatchSlate(WatchSlateRequest request, IServerStreamWriter<WatchSlateResponse> watcher, ServerCallContext context)
    {
        var (asked, resume) = CandidatesWire.Reading(request, clock.GetUtcNow());
        // It is refused, or brought up to where the watcher was, before the watch begins.
        await asked.SurelyAsync(async reading => (await ReadAsync(request.Vacancy, reading, context)).State.Find(request.Vacancy, null));
        var watched = new WatchedSlate(request.Vacancy, request.AsOf is null ? null : asked.AsOf);
        await watch.WatchAsync(
            watched,
            async ct => CandidatesWire.WatchReply(
                await ledger.ReadAsync(StreamOf(watched.Vacancy), cancellation: ct), watched, Today.Utc(clock.GetUtcNow())),
            resume, watcher, context.CancellationToken);
    }

    public override async Task<AppointResponse> Appoint(AppointRequest request, ServerCallContext context)
    {
        var command = CandidatesWire.Command(request, Calls.ActorOf(context));
        var slate = await ledger.WriteAsync(StreamOf(request.Vacancy), request, context, (state, now) => state.Decide(command, now));
        return new() { Candidate = Entered(slate, request.Candidate), RevisionToken = CandidatesWire.Token(slate) };
    }

    public override async Task<RevokeAppointmentResponse> RevokeAppointment(RevokeAppointmentRequest request, ServerCallContext context)
    {
        var command = CandidatesWire.Command(request, Calls.ActorOf(context));
        var slate = await ledger.WriteAsync(StreamOf(request.Vacancy), request, context, (state, _) => state.Decide(command));
        return new() { Candidate = Entered(slate, request.Candidate), RevisionToken = CandidatesWire.Token(slate) };
    }

    private static string StreamOf(string vacancy) => Listing.StreamOf(Prefix, vacancy);

    private async Task<Roster?> RosterAsync(bool asked, CancellationToken cancellation) => asked ? await rosters.NewestAsync(cancellation) : null;

    private ValueTask<Snapshot<Slate>> ReadAsync(string vacancy, Reading reading, ServerCallContext context) =>
        ledger.ReadAsync(StreamOf(vacancy), reading.Of(StreamOf(vacancy)), context.CancellationToken);

    /// <summary>
    /// The candidate as of the day of the entry, so that a repeated request is answered alike, however much later; of the latest day
    /// that it was anywhere, so that what was dated further east is in it.
    /// </summary>
    private Nato.Candidates.V1.Candidate Entered(Snapshot<Slate> slate, string id)
    {
        var candidate = slate.State.Candidates[id];
        var enteredAt = candidate.Stamps.FirstOrDefault(s => s.Revision == slate.Revision)?.RecordedAt ?? clock.GetUtcNow();
        return CandidatesWire.ToWire(slate.State.Vacancy!.Id, candidate, slate.State.AppointmentAt(null), Today.Latest(enteredAt), null);
    }
}

/// <summary>What a watch of a slate asks: a vacancy and a day, or null for today and, from midnight on, tomorrow.</summary>
internal sealed record WatchedSlate(string Vacancy, DateOnly? AsOf);
