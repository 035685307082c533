using Google.Protobuf.WellKnownTypes;
using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;
using Wire = Nato.Candidates.V1;

namespace NatoServices.Candidates;

/// <summary>Converts between the gRPC contract and the domain.</summary>
internal static class CandidatesWire
{
    /// <summary>
    /// The candidate as of the day of the entry, so that a repeated request gets the same reply at any later time. The day is the latest
    /// date in any time zone at that time, so that steps dated ahead of UTC are included.
    /// </summary>
    public static Wire.Candidate Entered(Snapshot<Slate> after, string id)
    {
        var candidate = after.State.Candidates[id];
        var entered = candidate.Stamps.FirstOrDefault(s => s.Revision == after.Revision) ?? candidate.Stamps.MaxBy(s => s.Revision)!;
        return ToWire(after.State, candidate, after.State.AppointmentAt(null), Today.Latest(entered.RecordedAt), null);
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

    /// <param name="slate">The candidate's slate.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="appointment">The slate's appointment as known at the moment, looked up once for all candidates.</param>
    /// <param name="day">The day.</param>
    /// <param name="knownAt">The moment; null for now.</param>
    public static Wire.Candidate ToWire(Slate slate, Rules.Candidate candidate, Appointment? appointment, DateOnly day, DateTimeOffset? knownAt) => new()
    {
        Vacancy = slate.Vacancy!.Id,
        Id = candidate.Id,
        Name = candidate.Name,
        Aliases = { candidate.Aliases },
        Nationality = candidate.Nationality,
        Office = candidate.Office,
        Facts = { candidate.Facts.Select(ToWire) },
        Status = (Wire.CandidacyStatus)candidate.StatusOn(day, knownAt),
        History = { candidate.HistoryOn(day, knownAt).Select(ToWire) },
        Recorded = candidate.Recorded.ToWire(),
        Closed = candidate.ClosedBy(appointment, day, knownAt).ToWire(),
    };

    public static CandidacyStep ToStep(Rules.Candidacy step) =>
        new() { Candidacy = ToWire(step), RevokedAt = step.Revoked?.Recorded.RecordedAt.ToTimestamp() };

    public static Fact ToFact(Nato.Record.V1.Fact fact) =>
        new(fact.Text, fact.Sourcing.ToSourcing(), fact.Source.ToSource(), fact.Date.ToPartialDate());

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

    private static Nato.Record.V1.Fact ToWire(Fact fact) =>
        new() { Text = fact.Text, Sourcing = fact.Sourcing.ToWire(), Source = fact.Source.ToWire(), Date = fact.Date.ToWire() };
}
