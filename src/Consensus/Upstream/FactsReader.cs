namespace NatoServices.Consensus.Upstream;

/// <summary>Reads the facts for a decision: fresh from the owners' databases for refusals, from the cache for accepting an entry.</summary>
internal sealed class FactsReader(RosterClient rosters, SlateClient slates, TimeProvider clock)
{
    /// <summary>The last computed roster. It is the same for every write with the same history and the same day.</summary>
    private volatile DaysRoster? last;

    /// <summary>The last known facts about a candidate; null if they are not known, or if there is no such candidate.</summary>
    public async ValueTask<Facts?> CachedAsync(string vacancy, string candidate, CancellationToken cancellation)
    {
        var today = Today.Utc(clock.GetUtcNow());
        if (await rosters.ReadHistoryFromOwnerAsync(cancellation) is not { } roster
            || await slates.ReadHistoryFromOwnerAsync(vacancy, cancellation) is not { } slate) return null;
        return slate.Find(candidate, today, null) is { } person ? new(RosterOf(roster, today), slate.Vacancy, person) : null;
    }

    /// <summary>The facts about a candidate from the owners' databases, the newest unless a day or moment is given. The vacancy must exist.</summary>
    /// <returns>The facts; refused with <see cref="UpstreamUnavailable"/> or <see cref="UpstreamBehind"/>.</returns>
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
        // If the owner's clock was ahead, vacancy or candidate have a recording time after knownAt although they existed then. Read again
        // without knownAt.
        if (knownAt is not null && (post.Value!.Vacancy is null || person.Value is null))
            return await FreshAsync(vacancy, candidate, cancellation, asOf);
        return post.Value!.Vacancy is { } found ? new Facts(roster.Value!, found, person.Value) : new UpstreamUnavailable("candidates");
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
