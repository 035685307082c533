using NatoServices.Consensus.Rules;
using NatoServices.ServiceDefaults;
using NatoServices.Words;

namespace NatoServices.Consensus.Owners;

/// <summary>Reads what a decision rests on from its owners' databases; what the acceptance of an entry rests on, from the cache.</summary>
internal sealed class FactsReader(
    RosterReader rosters, SlateReader slates, RosterHistories rosterHistories, SlateHistories slateHistories, TimeProvider clock)
{
    /// <summary>The roster that was made last: of the same history on the same day it is the same for every write.</summary>
    private volatile DaysRoster? last;

    /// <summary>The facts about a candidate as they were last known; null if they are not known, or if the candidate is not.</summary>
    public async Task<Facts?> RememberedAsync(string vacancy, string candidate, CancellationToken cancellation)
    {
        try
        {
            var today = Today.Utc(clock.GetUtcNow());
            var roster = await rosterHistories.ReadAsync(default, cancellation);
            return await slateHistories.ReadAsync(vacancy, default, cancellation) is { Snapshot.State: var slate }
                && slate.Find(candidate, today, null) is { } person
                ? new(RosterOf(roster.Snapshot.State, today), slate.Vacancy, person)
                : null;
        }
        catch (RefusalException away) when (away.Refusal is OwnerUnavailable)
        {
            return null;
        }
    }

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

    private Roster RosterOf(RosterHistory history, DateOnly day)
    {
        if (last is { } made && ReferenceEquals(made.History, history) && made.Day == day) return made.Roster;
        var roster = history.On(day, null);
        last = new(history, day, roster);
        return roster;
    }

    private sealed record DaysRoster(RosterHistory History, DateOnly Day, Roster Roster);
}
