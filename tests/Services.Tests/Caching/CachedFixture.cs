using System.Diagnostics;
using NatoServices.Consensus;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Words;
using StackExchange.Redis;

namespace NatoServices.Services.Tests.Caching;

/// <summary>The three services with a cache beside them.</summary>
internal sealed class CachedFixture(string cache) : ConsensusFixture
{
    protected override IEnumerable<string> Settings => [$"--ConnectionStrings:cache={cache}"];

    /// <summary>A connection of the test's own, more patient than those of the services.</summary>
    public static async Task<ConnectionMultiplexer> ConnectAsync(string cache)
    {
        var options = ConfigurationOptions.Parse(cache);
        options.ConnectTimeout = options.SyncTimeout = options.AsyncTimeout = 30_000;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    public static async Task<CachedFixture> StartAsync(string cache)
    {
        var services = new CachedFixture(cache);
        await services.InitializeAsync();
        return services;
    }

    /// <summary>Consensus anew, as a process that remembers nothing.</summary>
    public async Task RestartAsync()
    {
        await StopAsync("consensus");
        await HostAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync);
    }

    /// <summary>By itself, what one process announces another hears.</summary>
    public async Task HearAsync(string selection)
    {
        await StandingAsync(selection);
        for (var begun = Stopwatch.StartNew(); ;)
        {
            // What one of them has missed is not announced again, so that more is.
            var named = await Members.UpdateMemberAsync(new() { Code = "FRA", DisplayName = $"Gaul {begun.ElapsedTicks}" });
            await Task.Delay(100);
            // The clock stands still, so that nobody asks Members within the lease: what is newer was announced.
            if ((await StandingAsync(selection)).RosterRevision >= RevisionToken.Parse(named.RevisionToken)!.Of("roster")) return;
            Assert.True(begun.Elapsed < TimeSpan.FromSeconds(60), "Nothing is heard of the roster.");
        }
    }
}
