using Nato.Candidates.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Watching;

/// <summary>The roster and slates are watched as standings are.</summary>
public sealed class OwnersWatchTests(ServiceFixture services) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task The_roster_comes_at_once_after_every_change_and_at_midnight()
    {
        await services.JoinAsync("FIN", "Finland", On(2023, 4, 4));
        using var watch = services.WatchRoster();
        var first = await watch.NextAsync();
        Assert.Equal(await services.Members.GetRosterAsync(new() { AtLeastAsFresh = first.RevisionToken }), first.Roster);

        await services.Members.InviteMemberAsync(new() { Code = "SWE", DisplayName = "Sweden" });
        Assert.Equal(first.Roster.Revision + 1, (await watch.NextAsync(m => m.Roster is not null)).Roster.Revision);
        await services.Members.AccedeMemberAsync(new() { Code = "SWE", Date = On(2024, 2, 23) });
        var acceding = await watch.NextAsync(m => m.Roster is not null);
        Assert.Equal(1, acceding.Roster.ElectorateSize);

        services.Clock.SetUtcNow(new(2024, 2, 22, 23, 59, 59, TimeSpan.Zero));
        Assert.Equal(2, (await watch.NextAsync(m => m.Roster is not null)).Roster.ElectorateSize);
        using var resumed = services.WatchRoster(acceding.RevisionToken);
        var today = await resumed.NextAsync();
        Assert.Equal(2, today.Roster.ElectorateSize);
        using var again = services.WatchRoster(today.RevisionToken);
        var heartbeat = await again.NextAsync();
        Assert.Equal((null, today.RevisionToken), (heartbeat.Roster, heartbeat.RevisionToken));
        Assert.All(await again.ComingAsync(TimeSpan.FromSeconds(20)), m => Assert.Equal(heartbeat, m));
    }

    [Fact]
    public async Task A_slate_comes_at_once_and_after_every_change()
    {
        await services.JoinAsync("LVA", "Latvia");
        await services.OpenVacancyAsync();
        using var watch = services.WatchSlate();
        var first = await watch.NextAsync();
        Assert.Equal((SecretaryGeneral, 0), (first.Vacancy.Id, first.Candidates.Count));

        await services.RegisterAsync("Krišjānis Kariņš", "LVA");
        var registered = await watch.NextAsync(m => m.Vacancy is not null);
        Assert.Equal("Krišjānis Kariņš", Assert.Single(registered.Candidates).Name);
        using var resumed = services.WatchSlate(registered.RevisionToken);
        var heartbeat = await resumed.NextAsync();
        Assert.Equal((null, registered.RevisionToken), (heartbeat.Vacancy, heartbeat.RevisionToken));

        await services.Candidates.RecordCandidacyAsync(Step(registered.Candidates[0].Id, CandidacyStatus.Declared, On(2024, 2, 1)));
        foreach (var each in (Watcher<WatchSlateResponse>[])[watch, resumed])
            Assert.Equal(CandidacyStatus.Declared, Assert.Single((await each.NextAsync(m => m.Vacancy is not null)).Candidates).Status);
    }
}
