using NatoServices.Consensus;
using NatoServices.Services.Tests.Consensus;

namespace NatoServices.Services.Tests.Caching;

/// <summary>The three services with a cache beside them.</summary>
internal sealed class CachedFixture(string cache) : ConsensusFixture
{
    protected override IEnumerable<string> Settings => [$"--ConnectionStrings:cache={cache}"];

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
}
