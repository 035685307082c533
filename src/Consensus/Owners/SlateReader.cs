using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nato.Candidates.V1;
using NatoServices.ServiceDefaults;
using NatoServices.Words;
using static Nato.Candidates.V1.Candidates;
using CandidacyStep = NatoServices.Consensus.Rules.CandidacyStep;
using Candidate = NatoServices.Consensus.Rules.Candidate;
using Vacancy = NatoServices.Consensus.Rules.Vacancy;

namespace NatoServices.Consensus.Owners;

/// <summary>Reads vacancies and candidates from their owner, each time anew.</summary>
internal sealed class SlateReader(CandidatesClient candidates)
{
    /// <summary>A vacancy as its owner's database has it, the newest unless an earlier moment is given: what a decision rests on.</summary>
    /// <exception cref="RefusalException"><see cref="OwnerUnavailable"/>.</exception>
    public async Task<VacancyAnswer> NewestVacancyAsync(string vacancy, CancellationToken cancellation, DateTimeOffset? knownAt = null)
    {
        if (!Ids.IsWellFormed(vacancy)) return new(null);
        var request = new GetVacancyRequest { Vacancy = vacancy, KnownAt = knownAt?.ToTimestamp(), FullyConsistent = true };
        var reply = await AskAsync(() => candidates.GetVacancyAsync(request, cancellationToken: cancellation));
        return new(reply is null ? null : VacancyOf(reply.Vacancy));
    }

    /// <summary>
    /// A candidate as the owner's database has it, the newest unless an earlier day or moment is given: what a decision rests on; null
    /// if the slate has none of this id.
    /// </summary>
    /// <exception cref="RefusalException"><see cref="OwnerUnavailable"/>.</exception>
    public async Task<Candidate?> NewestCandidateAsync(
        string vacancy, string candidate, CancellationToken cancellation, DateOnly? asOf = null, DateTimeOffset? knownAt = null)
    {
        if (!Ids.IsWellFormed(candidate)) return null;
        var request = new GetCandidateRequest
        {
            Vacancy = vacancy,
            Candidate = candidate,
            AsOf = asOf?.ToWire(),
            KnownAt = knownAt?.ToTimestamp(),
            FullyConsistent = true,
        };
        var reply = await AskAsync(() => candidates.GetCandidateAsync(request, cancellationToken: cancellation));
        return reply is null ? null : CandidateOf(reply.Candidate);
    }

    /// <summary>Asks the owner; null if it has nothing of that id.</summary>
    /// <exception cref="RefusalException"><see cref="OwnerUnavailable"/>.</exception>
    internal static async Task<TReply?> AskAsync<TReply>(Func<AsyncUnaryCall<TReply>> ask) where TReply : class
    {
        try
        {
            return await ask();
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
        catch (RpcException failure) when (OwnerUnavailable.IsMeantBy(failure))
        {
            throw new RefusalException(new OwnerUnavailable("candidates"));
        }
    }

    internal static Vacancy VacancyOf(Nato.Candidates.V1.Vacancy vacancy) => new(
        vacancy.Id, vacancy.NoEarlierThan.ToPartialDate(), vacancy.State == VacancyState.Filled, vacancy.Post, vacancy.Appointed);

    internal static CandidacyStep StepOf(Candidacy step) =>
        new((Words.CandidacyStatus)step.Status, step.Date.ToPartialDate(), step.Sourcing.ToSourcing(), step.Source.ToSource()!, step.PresentedBy);

    private static Candidate CandidateOf(Nato.Candidates.V1.Candidate candidate) =>
        new(candidate.Id, candidate.Name, [.. candidate.History.Select(StepOf)]);
}

/// <summary>What the owner answered: the vacancy, or null if there is none of this id.</summary>
internal sealed record VacancyAnswer(Vacancy? Vacancy);
