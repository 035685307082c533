using Microsoft.Extensions.Time.Testing;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Services.Tests.Hosting;
using StackExchange.Redis;

namespace NatoServices.Services.Tests.Caching;

/// <summary>The three services with a cache beside them.</summary>
internal sealed class CachedFixture(string cache, FakeTimeProvider? machine) : ConsensusFixture
{
    /// <summary>How many there are.</summary>
    private const int Services = 3;

    /// <summary>What all keys and channels of the services begin with.</summary>
    private const string Prefix = "natoservices:";

    protected override TimeProvider Machine => machine ?? TimeProvider.System;

    protected override IEnumerable<string> Settings => [$"--ConnectionStrings:cache={cache}"];

    /// <summary>A connection of the test's own.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var options = ConfigurationOptions.Parse(cache);
        options.ConnectTimeout = options.SyncTimeout = options.AsyncTimeout = (int)Waiting.Longest.TotalMilliseconds;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <param name="cache">How to connect to the cache.</param>
    /// <param name="machine">The machine's clock; null for the real one.</param>
    /// <param name="settings">Settings that win over all others.</param>
    public static async Task<CachedFixture> StartAsync(string cache, FakeTimeProvider? machine = null, params string[] settings)
    {
        var services = new CachedFixture(cache, machine) { Overrides = settings };
        await services.InitializeAsync();
        return services;
    }

    /// <summary>What is in the cache.</summary>
    public static IReadOnlyList<string> Keys(ConnectionMultiplexer redis) => [.. redis.GetServers()[0].Keys().Select(key => key.ToString())];

    /// <summary>By itself, what one process announces another hears.</summary>
    /// <param name="selection">The selection whose standing is read.</param>
    /// <param name="moving">The machine's clock, if the test turns it: who tries the cache again waits by it.</param>
    public async Task HearAsync(string selection, FakeTimeProvider? moving = null)
    {
        await using var redis = await ConnectAsync();
        await ListeningAsync(redis, moving);
        await AnnouncingAsync(redis, moving);
        await StandingAsync(selection);
        var named = RevisionToken.Parse((await Members.UpdateMemberAsync(new() { Code = "FRA", DisplayName = "Gaul" })).RevisionToken)!.Of("roster");
        // The clock stands still, so that nobody asks Members within the lease: what is newer was announced.
        await Waiting.UntilAsync(async () => (await StandingAsync(selection)).RosterRevision, revision => revision >= named);
    }

    /// <summary>Waits until every service has subscribed: what was announced before it has missed.</summary>
    private static async Task ListeningAsync(ConnectionMultiplexer redis, FakeTimeProvider? moving) => await Waiting.UntilAsync(
        async () => (long)(await redis.GetDatabase().ExecuteAsync("PUBSUB", "NUMSUB", Prefix + "heads"))[1], listening => listening == Services,
        () => moving?.Advance(Timings.Default.CacheRetry));

    /// <summary>
    /// Waits until Members announces again: while it takes the cache to be away it announces nothing. Only Members is asked, so nobody else
    /// announces what it has read.
    /// </summary>
    private async Task AnnouncingAsync(ConnectionMultiplexer redis, FakeTimeProvider? moving)
    {
        await redis.GetDatabase().KeyDeleteAsync(Prefix + "head:roster");
        await Waiting.UntilAsync(
            async () =>
            {
                await Members.GetRosterAsync(new() { FullyConsistent = true });
                return await redis.GetDatabase().KeyExistsAsync(Prefix + "head:roster");
            },
            isAnnounced => isAnnounced, () => moving?.Advance(Timings.Default.CacheRetry));
    }
}
