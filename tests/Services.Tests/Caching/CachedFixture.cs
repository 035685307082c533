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
    protected override TimeProvider Machine => machine ?? TimeProvider.System;

    protected override IEnumerable<string> Settings => [$"--ConnectionStrings:cache={cache}"];

    /// <summary>A connection of the test's own, more patient than those of the services.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var options = ConfigurationOptions.Parse(cache);
        options.ConnectTimeout = options.SyncTimeout = options.AsyncTimeout = 30_000;
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
    public async Task HearAsync(string selection, FakeTimeProvider? moving = null)
    {
        await StandingAsync(selection);
        var names = 0;
        await Waiting.UntilAsync(async () =>
        {
            // What one of them has missed is not announced again, so that more is.
            var named = await Members.UpdateMemberAsync(new() { Code = "FRA", DisplayName = $"Gaul {++names}" });
            await Task.Delay(100);
            moving?.Advance(Timings.Default.CacheRetry);
            // The clock stands still, so that nobody asks Members within the lease: what is newer was announced.
            return (await StandingAsync(selection)).RosterRevision >= RevisionToken.Parse(named.RevisionToken)!.Of("roster");
        }, heard => heard);
    }
}
