using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NatoServices.Candidates;
using NatoServices.Members;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Wire;

/// <summary>A state that another process left in the shared cache reads as the journal does.</summary>
public sealed class SharedCacheTests
{
    private static readonly Metadata AsConsensus = new() { { "nato-actor", "consensus" } };

    [Fact]
    public async Task What_is_read_from_the_shared_cache_is_what_the_journal_has()
    {
        var shared = new CountingCache();
        await using var services = await ServiceFixture.StartAsync();
        await services.JoinAsync("FIN", "Finland", On(2023, 4, 4));
        await services.OpenVacancyAsync();
        foreach (var name in (string[])["Bo", "Ann", "Ann-Li", "Ann Bo"]) await services.RegisterAsync(name, "FIN");
        var presented = Step("ann", Nato.Candidates.V1.CandidacyStatus.Presented, On(2024));
        presented.PresentedBy = "FIN";
        await services.Candidates.RecordCandidacyAsync(presented);
        await services.Candidates.RecordCandidacyAsync(Step("bo", Nato.Candidates.V1.CandidacyStatus.Declared, On(2024)));
        await AppointAsync(services, "ann");
        var appointed = Timestamp.FromDateTimeOffset(services.Clock.GetUtcNow());
        services.Clock.Advance(TimeSpan.FromMinutes(1));
        await services.Candidates.RevokeAppointmentAsync(
            new() { Vacancy = SecretaryGeneral, Candidate = "ann", Selection = "sg", Reason = "It was not so." }, AsConsensus);
        await AppointAsync(services, "bo");
        var fromJournal = await ReadAsync(services, appointed);

        await RestartAsync(services, shared);
        Assert.Equal(fromJournal, await ReadAsync(services, appointed));
        await RestartAsync(services, shared);
        Assert.Equal(fromJournal, await ReadAsync(services, appointed));
        Assert.NotEqual(0, shared.Hits);
    }

    private static async Task AppointAsync(ServiceFixture services, string candidate) => await services.Candidates.AppointAsync(
        new() { Vacancy = SecretaryGeneral, Candidate = candidate, Selection = "sg", DecidedOn = On(2024, 2, 1) }, AsConsensus);

    private static async Task<(object, object, object)> ReadAsync(ServiceFixture services, Timestamp appointed) => (
        await services.Members.GetRosterAsync(new()),
        await services.Candidates.ListCandidatesAsync(new() { Vacancy = SecretaryGeneral }),
        await services.Candidates.ListCandidatesAsync(new() { Vacancy = SecretaryGeneral, KnownAt = appointed }));

    private static async Task RestartAsync(ServiceFixture services, CountingCache shared)
    {
        await services.StopAsync("members");
        await services.StopAsync("candidates");
        await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync, builder => builder.Services.AddSingleton<IDistributedCache>(shared));
        await services.HostAsync(CandidatesApp.Identity, CandidatesApp.CreateAsync, builder => builder.Services.AddSingleton<IDistributedCache>(shared));
    }

    /// <summary>A cache that outlives the services and counts what was found in it.</summary>
    private sealed class CountingCache : IDistributedCache
    {
        private readonly MemoryDistributedCache cache = new(Options.Create(new MemoryDistributedCacheOptions()));

        public int Hits { get; private set; }

        public byte[]? Get(string key) => Count(cache.Get(key));

        public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Count(await cache.GetAsync(key, token));

        public void Refresh(string key) => cache.Refresh(key);

        public Task RefreshAsync(string key, CancellationToken token = default) => cache.RefreshAsync(key, token);

        public void Remove(string key) => cache.Remove(key);

        public Task RemoveAsync(string key, CancellationToken token = default) => cache.RemoveAsync(key, token);

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => cache.Set(key, value, options);

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
            cache.SetAsync(key, value, options, token);

        private byte[]? Count(byte[]? found)
        {
            if (found is not null) Hits++;
            return found;
        }
    }
}
