using Google.Protobuf.WellKnownTypes;
using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Handlers;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;
using NatoServices.Journal;
using NatoServices.Watching;
using Wire = Nato.Candidates.V1;

namespace NatoServices.Candidates;

/// <summary>Converts between the gRPC contract and the domain.</summary>
internal static class CandidatesWire
{
    public static OpenVacancy Command(OpenVacancyRequest request) => new(
        request.VacancyId, request.Post, request.Incumbent is { } i ? new(i.Name, i.Since.ToPartialDate()) : null,
        request.FallsVacantOn.ToPartialDate(), request.Source.ToSource(), [.. request.Facts.Select(ToFact)]);

    public static RegisterCandidate Command(RegisterCandidateRequest request) => new(
        request.Vacancy, request.CandidateId, request.Name, [.. request.Aliases], request.Nationality, request.Office,
        [.. request.Facts.Select(ToFact)]);

    public static RecordCandidacy Command(RecordCandidacyRequest request) => new(
        request.Vacancy, request.Candidate, (Domain.CandidacyStatus)request.Status, request.Sourcing.ToSourcing(), request.Source.ToSource(),
        request.Date.ToPartialDate(), request.PresentedBy);

    public static Appoint Command(AppointRequest request, string actor) =>
        new(actor, request.Vacancy, request.Candidate, request.Selection, request.DecidedOn.ToPartialDate());

    public static RevokeAppointment Command(RevokeAppointmentRequest request, string actor) =>
        new(actor, request.Vacancy, request.Candidate, request.Selection, request.Reason);

    public static ListVacanciesResponse Reply(Listed<Slate> listed) => new()
    {
        Vacancies = { listed.Snapshots.Select(s => ToWire(s.State.Vacancy!, s.State.AppointmentAt(null))) },
        NextPageToken = listed.NextPageToken,
        RevisionToken = listed.RevisionToken,
    };

    public static Answer<GetVacancyResponse> Reply(GetVacancyRequest request, Snapshot<Slate> slate, Reading reading)
    {
        var vacancy = slate.State.Find(request.Vacancy, reading.KnownAt);
        if (vacancy.Refusal is not null) return vacancy.Refusal;
        return new GetVacancyResponse
        {
            Vacancy = ToWire(vacancy.Value!, slate.State.AppointmentAt(reading.KnownAt)),
            RevisionToken = Token(slate),
        };
    }

    public static Answer<GetCandidateResponse> Reply(GetCandidateRequest request, Snapshot<Slate> slate, Reading reading)
    {
        var candidate = slate.State.Find(request.Vacancy, request.Candidate, reading.KnownAt);
        if (candidate.Refusal is not null) return candidate.Refusal;
        return new GetCandidateResponse
        {
            Candidate = ToWire(request.Vacancy, candidate.Value!, slate.State.AppointmentAt(reading.KnownAt), reading.AsOf, reading.KnownAt),
            RevisionToken = Token(slate),
        };
    }

    public static Answer<ListCandidatesResponse> Reply(ListCandidatesRequest request, Snapshot<Slate> slate, Reading reading)
    {
        if (slate.State.Find(request.Vacancy, reading.KnownAt).Refusal is { } unknown) return unknown;
        var wanted = (Domain.CandidacyStatus)request.Status;
        var listed = slate.State.KnownAt(reading.KnownAt)
            .Where(c => wanted == default || c.StatusOn(reading.AsOf, reading.KnownAt) == wanted)
            .Where(c => c.IsCalled(request.Name));
        var (candidates, next) = reading.Page.Cut(listed, c => c.Id);
        var appointment = slate.State.AppointmentAt(reading.KnownAt);
        return new ListCandidatesResponse
        {
            Candidates = { candidates.Select(c => ToWire(request.Vacancy, c, appointment, reading.AsOf, reading.KnownAt)) },
            NextPageToken = next,
            RevisionToken = Token(slate),
        };
    }

    /// <summary>The update for watchers of a slate. Refused if the vacancy does not exist.</summary>
    public static Answer<WatchUpdate<WatchSlateResponse>> WatchReply(Snapshot<Slate> slate, WatchedSlate watched, DateOnly today)
    {
        var vacancy = slate.State.Find(watched.Vacancy, null);
        if (vacancy.Refusal is not null) return vacancy.Refusal;
        var appointment = slate.State.AppointmentAt(null);
        var token = RevisionToken.Of(slate.Stream, slate.Revision);
        if (watched.AsOf is null) token = token.And(ResumePoint.DayOf(today));
        var reply = new WatchSlateResponse
        {
            Vacancy = ToWire(vacancy.Value!, appointment),
            Candidates = { slate.State.Candidates.Values.Select(c => ToWire(watched.Vacancy, c, appointment, watched.AsOf ?? today, null)) },
            RevisionToken = token.ToString(),
        };
        return new WatchUpdate<WatchSlateResponse>(reply, new() { RevisionToken = token.ToString() }, token);
    }

    public static Answer<GetSlateHistoryResponse> HistoryReply(GetSlateHistoryRequest request, Snapshot<Slate> slate, Head head, Page page)
    {
        var vacancy = slate.State.Find(request.Vacancy, null);
        if (vacancy.Refusal is not null) return vacancy.Refusal;
        var all = slate.State.Candidates.Values.Select(HistoryOf);
        var (candidates, next) = HistoryPages.Cut(all, request.PageSize, page, candidate => candidate.Id);
        return new GetSlateHistoryResponse
        {
            Vacancy = ToWire(vacancy.Value!, slate.State.AppointmentAt(null)),
            Candidates = { candidates },
            NextPageToken = next,
            Revision = slate.Revision,
            Hash = RecordWire.HashOf(slate, head),
            RevisionToken = Token(slate),
        };
    }

    /// <summary>
    /// The candidate as of the day of the entry, so that a repeated request gets the same reply at any later time. The day is the latest
    /// date in any time zone at that time, so that steps dated ahead of UTC are included.
    /// </summary>
    public static Wire.Candidate Entered(Snapshot<Slate> after, string id)
    {
        var candidate = after.State.Candidates[id];
        var entered = candidate.Stamps.FirstOrDefault(s => s.Revision == after.Revision) ?? candidate.Stamps.MaxBy(s => s.Revision)!;
        return ToWire(after.State.Vacancy!.Id, candidate, after.State.AppointmentAt(null), Today.Latest(entered.RecordedAt), null);
    }

    public static Wire.Vacancy ToWire(Rules.Vacancy vacancy, Appointment? appointment) => new()
    {
        Id = vacancy.Id,
        Post = vacancy.Post,
        Incumbent = vacancy.Incumbent is { } i ? new() { Name = i.Name, Since = i.Since.ToWire() } : null,
        FallsVacantOn = vacancy.FallsVacantOn.ToWire(),
        Source = vacancy.Source.ToWire(),
        Facts = { vacancy.Facts.Select(ToWire) },
        State = appointment is null ? VacancyState.Open : VacancyState.Filled,
        Appointed = appointment?.Candidate ?? "",
        Recorded = vacancy.Recorded.ToWire(),
        NoEarlierThan = vacancy.NoEarlierThan.ToWire(),
    };

    public static Wire.Candidate ToWire(string vacancy, Rules.Candidate candidate, Appointment? made, DateOnly day, DateTimeOffset? knownAt) => new()
    {
        Vacancy = vacancy,
        Id = candidate.Id,
        Name = candidate.Name,
        Aliases = { candidate.Aliases },
        Nationality = candidate.Nationality,
        Office = candidate.Office,
        Facts = { candidate.Facts.Select(ToWire) },
        Status = (Wire.CandidacyStatus)candidate.StatusOn(day, knownAt),
        History = { candidate.HistoryOn(day, knownAt).Select(ToWire) },
        Recorded = candidate.Recorded.ToWire(),
        Closed = candidate.ClosedBy(made, day, knownAt).ToWire(),
    };

    public static string Token(Snapshot<Slate> slate) => RevisionToken.Of(slate.Stream, slate.Revision).ToString();

    private static CandidateHistory HistoryOf(Rules.Candidate candidate) => new()
    {
        Id = candidate.Id,
        Name = candidate.Name,
        RecordedAt = candidate.Recorded.RecordedAt.ToTimestamp(),
        Steps =
        {
            candidate.History.Select(step => new CandidacyStep
            {
                Candidacy = ToWire(step),
                RevokedAt = step.Revoked?.Recorded.RecordedAt.ToTimestamp(),
            }),
        },
    };

    private static Wire.Candidacy ToWire(Rules.Candidacy step) => new()
    {
        Status = (Wire.CandidacyStatus)step.Status,
        Date = step.Date.ToWire(),
        Sourcing = step.Sourcing.ToWire(),
        Source = step.Source.ToWire(),
        PresentedBy = step.PresentedBy,
        Selection = step.Selection,
        Recorded = step.Recorded.ToWire(),
    };

    private static Fact ToFact(Nato.Record.V1.Fact fact) =>
        new(fact.Text, fact.Sourcing.ToSourcing(), fact.Source.ToSource(), fact.Date.ToPartialDate());

    private static Nato.Record.V1.Fact ToWire(Fact fact) =>
        new() { Text = fact.Text, Sourcing = fact.Sourcing.ToWire(), Source = fact.Source.ToWire(), Date = fact.Date.ToWire() };
}
