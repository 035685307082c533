using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using NatoServices.Aggregates;
using NatoServices.Members;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Hosting;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>Of several processes of an owner the one that is asked may not have heard the newest yet.</summary>
public sealed class LaggingOwnerTests
{
    [Fact]
    public async Task What_was_announced_is_read_though_the_process_that_is_asked_has_not_heard_of_it()
    {
        await using var services = await ServiceFixture.StartAsync();
        await using var lagging = await services.HostBesideAsync(MembersApp.Identity, MembersApp.CreateAsync);
        var members = new Nato.Members.V1.Members.MembersClient(lagging.Channel);
        await services.Members.InviteMemberAsync(new() { Code = "SWE", DisplayName = "Sweden" });
        await members.GetRosterAsync(new());
        await services.Members.InviteMemberAsync(new() { Code = "FIN", DisplayName = "Finland" });
        // Nobody tells it, and by the clock of the test its lease does not run out.
        Assert.Equal(1, (await members.GetRosterAsync(new())).Revision);

        using var heads = new StreamVersions(new NoAnnouncements(), services.Clock, Timings.Default);
        await using var cache = new ServiceCollection().AddHybridCache().Services.BuildServiceProvider();
        using var rosters = new RosterClient(members, new(heads, cache.GetRequiredService<HybridCache>(), Timings.Default, services.Clock, TimeProvider.System));
        heads.Learn(RosterClient.Stream, new(2, new byte[32], services.Clock.GetUtcNow()), heads.Now);

        Assert.Equal(2, (await rosters.ReadHistoryAsync(default, CancellationToken.None)).Value.Snapshot.Revision);
    }
}
