using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Consensus.Upstream;

/// <summary>Reads what a decision rests on from its owners' databases; what the acceptance of an entry rests on, from the cache.</summary>
internal sealed class FactsReader(RosterClient rosters, SlateClient slates, TimeProvider clock)
{
    /// <summary>The roster that was made last: of the same history on the same day it is the same for every write.</summary>
    private volatile DaysRoster? last;

    /// <summary>The facts about a candidate as their owners gave them last; null if they are not known, or if the candidate is not.</summary>
    public async ValueTask<Facts?> CachedAsync(string vacancy, string candidate, CancellationToken cancellation)
    {
        var today = Today.Utc(clock.GetUtcNow());
        if (await RosterAsync(cancellation) is not { } roster || await SlateAsync(vacancy, cancellation) is not { } slate) return null;
        return slate.Find(candidate, today, null) is { } person ? new(RosterOf(roster, today), slate.Vacancy, person) : null;
    }

    /// <summary>The newest facts about a candidate, unless an earlier day or moment is given.</summary>
    /// <param name="vacancy">A vacancy that is known to be there.</param>
    /// <param name="candidate">The candidate's id.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <param name="asOf">Leaves out what happened later; today (UTC) if null.</param>
    /// <param name="knownAt">Leaves out what was learned later; null for nothing.</param>
    /// <returns>They, or <see cref="UpstreamUnavailable"/>.</returns>
    public async ValueTask<Answer<Facts>> FreshAsync(
        string vacancy, string candidate, CancellationToken cancellation, DateOnly? asOf = null, DateTimeOffset? knownAt = null)
    {
        var asking = (
            Roster: rosters.ReadNewestAsync(cancellation, asOf, knownAt).AsTask(),
            Post: slates.ReadNewestVacancyAsync(vacancy, cancellation, knownAt).AsTask(),
            Person: slates.ReadNewestCandidateAsync(vacancy, candidate, cancellation, asOf, knownAt).AsTask());
        await Task.WhenAll(asking.Roster, asking.Post, asking.Person);
        var (roster, post, person) = (await asking.Roster, await asking.Post, await asking.Person);
        if ((roster.Refusal ?? post.Refusal ?? person.Refusal) is { } unavailable) return unavailable;
        // An owner whose clock was ahead has stamped them as later than the moment that is asked for; they were there all the same.
        if (knownAt is not null && (post.Value!.Vacancy is null || person.Value is null))
            return await FreshAsync(vacancy, candidate, cancellation, asOf);
        return post.Value!.Vacancy is { } found ? new Facts(roster.Value!, found, person.Value) : new UpstreamUnavailable("candidates");
    }

    /// <summary>What was found in the shared cache is asked for once more, of its owner.</summary>
    private async ValueTask<RosterHistory?> RosterAsync(CancellationToken cancellation)
    {
        var found = await rosters.ReadHistoryAsync(default, cancellation);
        if (found.Refusal is null && !found.Value.IsFromOwner) found = await rosters.ReadHistoryAsync(Freshness.Newest, cancellation);
        return found.Refusal is null ? found.Value.Snapshot.State : null;
    }

    private async ValueTask<SlateHistory?> SlateAsync(string vacancy, CancellationToken cancellation)
    {
        var found = await slates.ReadHistoryAsync(vacancy, default, cancellation);
        if (found.Value is { IsFromOwner: false }) found = await slates.ReadHistoryAsync(vacancy, Freshness.Newest, cancellation);
        return found.Value?.Snapshot.State;
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
