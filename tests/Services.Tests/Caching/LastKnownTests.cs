using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Nato.Consensus.V1;
using NatoServices.Candidates;
using NatoServices.Consensus;
using NatoServices.Members;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.Services.Tests.Caching;

/// <summary>Readings while an owner is away, and of what another process wrote.</summary>
public sealed class LastKnownTests
{
    [Theory]
    [InlineData("members")]
    [InlineData("candidates")]
    public async Task Readings_go_on_from_what_was_last_known_and_say_so_until_the_owner_is_back(string owner)
    {
        await using var services = await Deciding.StartAsync();
        var selection = await services.OpenAsync("known");
        var (before, known) = (await ReadAsync(services.Consensus, selection), services.Clock.GetUtcNow());
        Assert.Empty(before.LastKnown);
        await services.StopAsync(owner);
        services.Clock.Advance(Timings.Default.Lease);
        var away = await ReadAsync(services.Consensus, selection);
        Assert.Equal((before.Standing, before.RevisionToken), (away.Standing, away.RevisionToken));
        var mark = Assert.Single(away.LastKnown);
        Assert.Equal((owner, known), (mark.Service, mark.At.ToDateTimeOffset()));

        var refused = await Refusing.OfAsync(() => services.Consensus.GetStandingAsync(Asking(selection, r => r.FullyConsistent = true)));
        Assert.Equal(("OWNER_UNAVAILABLE", owner), (refused.Reason, refused.Metadata["service"]));

        if (owner is "members") await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync);
        else await services.HostAsync(CandidatesApp.Identity, CandidatesApp.CreateAsync);
        services.Clock.Advance(2 * Timings.Default.Lease);
        Assert.Empty((await ReadAsync(services.Consensus, selection)).LastKnown);
    }

    [Fact]
    public async Task An_owner_that_hangs_is_asked_once_and_holds_up_no_reading_after_the_first()
    {
        // Long enough for the other owner to answer.
        await using var services = await Deciding.StartAsync("--Timings:LastKnownAfter=00:00:05");
        var selection = await services.OpenAsync("hanging");
        var before = await ReadAsync(services.Consensus, selection);
        await services.StopAsync("members");
        var hanging = new Hanging();
        await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync, builder => builder.Services.AddSingleton<IStartupFilter>(hanging));
        services.Clock.Advance(Timings.Default.Lease);
        for (var n = 0; n < 50; n++)
        {
            var reply = await ReadAsync(services.Consensus, selection);
            Assert.Equal((before.Standing, "members"), (reply.Standing, Assert.Single(reply.LastKnown).Service));
        }
        // The first reading asked, and waited; the others waited for nothing: its question has five minutes.
        Assert.Equal(1, hanging.Calls);
    }

    [Fact]
    public async Task What_is_written_in_one_process_is_read_in_another_at_once_with_its_token_and_within_two_leases_without()
    {
        var (cache, connection) = CacheKinds.Embedded();
        using var embedded = cache;
        foreach (var shared in (bool[])[true, false])
        {
            await using var services = shared ? await CachedFixture.StartAsync(connection) : await Deciding.StartAsync();
            var selection = await services.OpenAsync("replicas");
            await using var beside = await services.HostBesideAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync);
            ConsensusClient[] replicas = [services.Consensus, new(beside.Channel)];
            foreach (var replica in replicas) await ReadAsync(replica, selection);
            for (var n = 0; n < 20; n++)
            {
                var (one, other) = (replicas[n % 2], replicas[(n + 1) % 2]);
                var token = (await one.RecordPositionAsync(Position(selection, "POL", Stance.NoPosition))).RevisionToken;
                Assert.Equal(n + 2, Of(await ReadAsync(one, selection)));
                if (n % 4 < 2) Assert.Equal(n + 2, Of(await ReadAsync(other, selection, r => r.AtLeastAsFresh = token)));
                services.Clock.Advance(2 * Timings.Default.Lease);
                Assert.Equal(n + 2, Of(await ReadAsync(other, selection)));
            }

            long Of(GetStandingResponse reply) => Domain.RevisionToken.Parse(reply.RevisionToken)!.Of($"selection/{selection}");
        }
    }

    private static async Task<GetStandingResponse> ReadAsync(ConsensusClient consensus, string selection, Action<GetStandingRequest>? ask = null) =>
        await consensus.GetStandingAsync(Asking(selection, ask));

    private static GetStandingRequest Asking(string selection, Action<GetStandingRequest>? ask)
    {
        var request = new GetStandingRequest { Selection = selection, Candidate = Rutte, AsOf = On(2024, 2, 22) };
        ask?.Invoke(request);
        return request;
    }

    /// <summary>Takes every call and answers none, until the caller goes.</summary>
    private sealed class Hanging : IStartupFilter
    {
        private int calls;

        public int Calls => Volatile.Read(ref calls);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => app.Run(context =>
        {
            Interlocked.Increment(ref calls);
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
    }
}
