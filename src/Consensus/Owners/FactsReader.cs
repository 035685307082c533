using NatoServices.Consensus.Rules;
using NatoServices.ServiceDefaults;
using NatoServices.Words;

namespace NatoServices.Consensus.Owners;

/// <summary>Reads from their owners' databases what a decision rests on.</summary>
internal sealed class FactsReader(RosterReader rosters, SlateReader slates)
{
    /// <summary>The newest facts about a candidate, unless an earlier day or moment is given.</summary>
    /// <param name="vacancy">A vacancy that is known to be there.</param>
    /// <param name="candidate">The candidate's id.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <param name="asOf">Leaves out what happened later; today (UTC) if null.</param>
    /// <param name="knownAt">Leaves out what was learned later; null for nothing.</param>
    /// <exception cref="RefusalException"><see cref="OwnerUnavailable"/>.</exception>
    public async Task<Facts> ReadAsync(
        string vacancy, string candidate, CancellationToken cancellation, DateOnly? asOf = null, DateTimeOffset? knownAt = null)
    {
        var roster = rosters.NewestAsync(cancellation, asOf, knownAt);
        var post = slates.NewestVacancyAsync(vacancy, cancellation, knownAt);
        var person = slates.NewestCandidateAsync(vacancy, candidate, cancellation, asOf, knownAt);
        await Task.WhenAll(roster, post, person);
        // An owner whose clock was ahead has stamped them as later than the moment that is asked for; they were there all the same.
        if (knownAt is not null && ((await post).Vacancy is null || await person is null))
            return await ReadAsync(vacancy, candidate, cancellation, asOf);
        return new(await roster, (await post).Vacancy ?? throw new RefusalException(new OwnerUnavailable("candidates")), await person);
    }
}
