using Google.Protobuf.WellKnownTypes;
using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;
using NatoServices.Words;
using Wire = Nato.Candidates.V1;

namespace NatoServices.Candidates;

/// <summary>From the wire to the rules and back: plain functions.</summary>
internal static class CandidatesWire
{
    public static Reading Reading(GetVacancyRequest request, DateTimeOffset now)
    {
        var found = new Violations();
        found.Id("vacancy", request.Vacancy);
        return found.Pass(ServiceDefaults.Reading.Of(found, now, null, request.KnownAt, request.AtLeastAsFresh, request.FullyConsistent));
    }

    public static (Reading, Page) Reading(ListVacanciesRequest request, DateTimeOffset now)
    {
        var found = new Violations();
        return found.Pass((
            ServiceDefaults.Reading.Of(found, now, null, null, request.AtLeastAsFresh, request.FullyConsistent),
            Page.Of(found, request.PageSize, request.PageToken, Ids.IsWellFormed)));
    }

    public static Reading Reading(GetCandidateRequest request, DateTimeOffset now)
    {
        var found = new Violations();
        found.Id("vacancy", request.Vacancy);
        found.Id("candidate", request.Candidate);
        return found.Pass(ServiceDefaults.Reading.Of(found, now, request.AsOf, request.KnownAt, request.AtLeastAsFresh, request.FullyConsistent));
    }

    public static (Reading, Page) Reading(ListCandidatesRequest request, DateTimeOffset now)
    {
        var found = new Violations();
        found.Id("vacancy", request.Vacancy);
        found.OptionalOneOf("status", (Words.CandidacyStatus)request.Status);
        found.OptionalText("name", request.Name, Violations.NameLength);
        return found.Pass((
            ServiceDefaults.Reading.Of(found, now, request.AsOf, request.KnownAt, request.AtLeastAsFresh, request.FullyConsistent),
            Page.Of(found, request.PageSize, request.PageToken, Ids.IsWellFormed)));
    }

    public static Reading Reading(GetSlateHistoryRequest request, DateTimeOffset now)
    {
        var found = new Violations();
        found.Id("vacancy", request.Vacancy);
        return found.Pass(ServiceDefaults.Reading.Of(found, now, null, null, request.AtLeastAsFresh, request.FullyConsistent));
    }

    public static (Reading Reading, Resumption Resume) Reading(WatchSlateRequest request, DateTimeOffset now)
    {
        var found = new Violations();
        found.Id("vacancy", request.Vacancy);
        var resume = Resumption.Of(found, request.ResumeAfter);
        return found.Pass((ServiceDefaults.Reading.Of(found, now, request.AsOf, null, "", false) with { AtLeast = resume.AtLeast }, resume));
    }

    public static OpenVacancy Command(OpenVacancyRequest request) => new(
        request.VacancyId, request.Post, request.Incumbent is { } i ? new(i.Name, i.Since.ToPartialDate()) : null,
        request.FallsVacantOn.ToPartialDate(), request.Source.ToSource(), [.. request.Facts.Select(ToFact)]);

    public static RegisterCandidate Command(RegisterCandidateRequest request) => new(
        request.Vacancy, request.CandidateId, request.Name, [.. request.Aliases], request.Nationality, request.Office,
        [.. request.Facts.Select(ToFact)]);

    public static RecordCandidacy Command(RecordCandidacyRequest request) => new(
        request.Vacancy, request.Candidate, (Words.CandidacyStatus)request.Status, request.Sourcing.ToSourcing(), request.Source.ToSource(),
        request.Date.ToPartialDate(), request.PresentedBy);

    public static Appoint Command(AppointRequest request, string actor) =>
        new(actor, request.Vacancy, request.Candidate, request.Selection, request.DecidedOn.ToPartialDate());

    public static RevokeAppointment Command(RevokeAppointmentRequest request, string actor) =>
        new(actor, request.Vacancy, request.Candidate, request.Selection, request.Reason);

    public static ListVacanciesResponse Reply(IReadOnlyList<Snapshot<Slate>> slates, string nextPageToken) => new()
    {
        Vacancies = { slates.Select(s => ToWire(s.State.Vacancy!, s.State.AppointmentAt(null))) },
        NextPageToken = nextPageToken,
        RevisionToken = slates.Count == 0 ? "" : new RevisionToken([.. slates.Select(s => (s.Stream, s.Revision))]).ToString(),
    };

    public static GetVacancyResponse Reply(GetVacancyRequest request, Snapshot<Slate> slate, Reading reading) => new()
    {
        Vacancy = ToWire(slate.State.Find(request.Vacancy, reading.KnownAt), slate.State.AppointmentAt(reading.KnownAt)),
        RevisionToken = Token(slate),
    };

    public static GetCandidateResponse Reply(GetCandidateRequest request, Snapshot<Slate> slate, Reading reading) => new()
    {
        Candidate = ToWire(
            request.Vacancy, slate.State.Find(request.Vacancy, request.Candidate, reading.KnownAt), slate.State.AppointmentAt(reading.KnownAt),
            reading.AsOf, reading.KnownAt),
        RevisionToken = Token(slate),
    };

    public static ListCandidatesResponse Reply(ListCandidatesRequest request, Snapshot<Slate> slate, Reading reading, Page page)
    {
        slate.State.Find(request.Vacancy, reading.KnownAt);
        var wanted = (Words.CandidacyStatus)request.Status;
        var listed = slate.State.KnownAt(reading.KnownAt)
            .Where(c => wanted == default || c.StatusOn(reading.AsOf, reading.KnownAt) == wanted)
            .Where(c => c.IsCalled(request.Name));
        var (candidates, next) = page.Cut(listed, c => c.Id);
        var appointment = slate.State.AppointmentAt(reading.KnownAt);
        return new()
        {
            Candidates = { candidates.Select(c => ToWire(request.Vacancy, c, appointment, reading.AsOf, reading.KnownAt)) },
            NextPageToken = next,
            RevisionToken = Token(slate),
        };
    }

    /// <summary>What watchers of a slate get.</summary>
    public static WatchIssue<WatchSlateResponse> WatchReply(Snapshot<Slate> slate, WatchedSlate watched, DateOnly today)
    {
        var vacancy = slate.State.Find(watched.Vacancy, null);
        var appointment = slate.State.AppointmentAt(null);
        var token = RevisionToken.Of(slate.Stream, slate.Revision);
        if (watched.AsOf is null) token = token.And(Resumption.DayOf(today));
        var reply = new WatchSlateResponse
        {
            Vacancy = ToWire(vacancy, appointment),
            Candidates = { slate.State.Candidates.Values.Select(c => ToWire(watched.Vacancy, c, appointment, watched.AsOf ?? today, null)) },
            RevisionToken = token.ToString(),
        };
        return new(reply, new() { RevisionToken = token.ToString() }, token);
    }

    public static GetSlateHistoryResponse HistoryReply(GetSlateHistoryRequest request, Snapshot<Slate> slate, Head head, Freshness want) =>
        slate.Revision < want.AtLeast
            ? throw new RefusalException(new RevisionNotReached(slate.Stream, want.AtLeast, slate.Revision))
            : new()
            {
                Vacancy = ToWire(slate.State.Find(request.Vacancy, null), slate.State.AppointmentAt(null)),
                Candidates = { slate.State.Candidates.Values.Select(HistoryOf) },
                Revision = slate.Revision,
                Hash = RecordWire.HashOf(slate, head),
                RevisionToken = Token(slate),
            };

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
