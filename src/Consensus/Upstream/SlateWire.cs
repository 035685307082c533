using Contract = Nato.Candidates.V1;

namespace NatoServices.Consensus.Upstream;

internal static class SlateWire
{
    public static Vacancy VacancyOf(Contract.Vacancy vacancy) => new(
        vacancy.Id, vacancy.NoEarlierThan.ToPartialDate(), vacancy.State == Contract.VacancyState.Filled, vacancy.Post, vacancy.Appointed);

    public static Candidate CandidateOf(Contract.Candidate candidate) =>
        new(candidate.Id, candidate.Name, [.. candidate.History.Select(StepOf)]);

    public static CandidateHistory HistoryOf(Contract.CandidateHistory candidate) => new(
        candidate.Id, candidate.Name, candidate.RecordedAt.ToDateTimeOffset(),
        [.. candidate.Steps.Select(s => new StepRecord(
            StepOf(s.Candidacy), s.Candidacy.Recorded.At.ToDateTimeOffset(), s.RevokedAt?.ToDateTimeOffset()))]);

    private static CandidacyStep StepOf(Contract.Candidacy step) =>
        new((CandidacyStatus)step.Status, step.Date.ToPartialDate(), step.Sourcing.ToSourcing(), step.Source.ToSource()!, step.PresentedBy);
}
