using Google.Protobuf.WellKnownTypes;
using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using static Nato.Candidates.V1.Candidates;
using CandidacyStep = NatoServices.Consensus.Rules.CandidacyStep;
using Candidate = NatoServices.Consensus.Rules.Candidate;
using Vacancy = NatoServices.Consensus.Rules.Vacancy;

namespace NatoServices.Consensus.Upstream;

/// <summary>Reads vacancies and candidates from their owner, each time anew.</summary>
internal sealed class SlateReader(CandidatesClient candidates)
{
    /// <summary>A vacancy as its owner's database has it, the newest unless an earlier moment is given: what a decision rests on.</summary>
    /// <returns>It, or <see cref="UpstreamUnavailable"/>.</returns>
    public async ValueTask<Answer<VacancyAnswer>> NewestVacancyAsync(string vacancy, CancellationToken cancellation, DateTimeOffset? knownAt = null)
    {
        if (!Ids.IsWellFormed(vacancy)) return new VacancyAnswer(null);
        var request = new GetVacancyRequest { Vacancy = vacancy, KnownAt = knownAt?.ToTimestamp(), FullyConsistent = true };
        var reply = await UpstreamCalls.FindAsync("candidates", () => candidates.GetVacancyAsync(request, cancellationToken: cancellation));
        return reply.Refusal is null ? new VacancyAnswer(reply.Value is null ? null : VacancyOf(reply.Value.Vacancy)) : reply.Refusal;
    }

    /// <summary>
    /// A candidate as the owner's database has it, the newest unless an earlier day or moment is given: what a decision rests on; null
    /// if the slate has none of this id.
    /// </summary>
    /// <returns>It, or <see cref="UpstreamUnavailable"/>.</returns>
    public async ValueTask<Answer<Candidate?>> NewestCandidateAsync(
        string vacancy, string candidate, CancellationToken cancellation, DateOnly? asOf = null, DateTimeOffset? knownAt = null)
    {
        if (!Ids.IsWellFormed(candidate)) return default;
        var request = new GetCandidateRequest
        {
            Vacancy = vacancy,
            Candidate = candidate,
            AsOf = asOf?.ToWire(),
            KnownAt = knownAt?.ToTimestamp(),
            FullyConsistent = true,
        };
        var reply = await UpstreamCalls.FindAsync("candidates", () => candidates.GetCandidateAsync(request, cancellationToken: cancellation));
        return reply.Refusal is null ? reply.Value is null ? null : CandidateOf(reply.Value.Candidate) : reply.Refusal;
    }

    internal static Vacancy VacancyOf(Nato.Candidates.V1.Vacancy vacancy) => new(
        vacancy.Id, vacancy.NoEarlierThan.ToPartialDate(), vacancy.State == VacancyState.Filled, vacancy.Post, vacancy.Appointed);

    internal static CandidacyStep StepOf(Candidacy step) =>
        new((Domain.CandidacyStatus)step.Status, step.Date.ToPartialDate(), step.Sourcing.ToSourcing(), step.Source.ToSource()!, step.PresentedBy);

    private static Candidate CandidateOf(Nato.Candidates.V1.Candidate candidate) =>
        new(candidate.Id, candidate.Name, [.. candidate.History.Select(StepOf)]);
}

/// <summary>What the owner answered: the vacancy, or null if there is none of this id.</summary>
internal sealed record VacancyAnswer(Vacancy? Vacancy);
