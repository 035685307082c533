using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NatoServices.Candidates;
using NatoServices.Members;
using NatoServices.ServiceDefaults;
using MembersClient = Nato.Members.V1.Members.MembersClient;
using SlateClient = Nato.Candidates.V1.Candidates.CandidatesClient;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>
/// Services that know each other, each with a journal of its own, and one clock for all that only the test moves.
/// Whoever needs a service more hosts it on top: it finds those that run already.
/// </summary>
public class ServiceFixture : IAsyncLifetime, IAsyncDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly Dictionary<string, Hosted> running = [];
    private readonly Dictionary<string, (HeldPort Grpc, HeldPort Http)> ports = [];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nato-services-");

    /// <summary>The clock of all services: noon (UTC) of the reported day, until the test moves it.</summary>
    public FakeTimeProvider Clock { get; } = new(new(2024, 2, 22, 12, 0, 0, TimeSpan.Zero));

    /// <summary>A client of the Members service.</summary>
    public MembersClient Members => new(this["members"].Channel);

    /// <summary>A client of the Candidates service.</summary>
    public SlateClient Candidates => new(this["candidates"].Channel);

    /// <summary>A service that runs.</summary>
    public Hosted this[string name] => running[name];

    /// <summary>Members and Candidates, started.</summary>
    public static async Task<ServiceFixture> StartAsync()
    {
        var services = new ServiceFixture();
        await services.InitializeAsync();
        return services;
    }

    /// <inheritdoc />
    public virtual async Task InitializeAsync()
    {
        await HostAsync(MembersApp.Identity, MembersApp.CreateAsync);
        await HostAsync(CandidatesApp.Identity, CandidatesApp.CreateAsync);
    }

    /// <summary>Starts a service; again at its old address if it ran before.</summary>
    public async Task<Hosted> HostAsync(ServiceIdentity service, Create create, Action<WebApplicationBuilder>? configure = null)
    {
        var (grpc, http) = ports.TryGetValue(service.Name, out var known) ? known : (new(), new());
        ports[service.Name] = (grpc, http);
        return running[service.Name] = await StartAsync(service, create, grpc.Address, http.Address, configure);
    }

    /// <summary>Starts a service once more, on the same journal and at ports of its own; the caller ends it.</summary>
    public Task<Hosted> HostBesideAsync(ServiceIdentity service, Create create) => StartAsync(service, create, AnyPort, AnyPort, null);

    /// <summary>Stops a service; the others go on without it.</summary>
    public async Task StopAsync(string name)
    {
        running.Remove(name, out var hosted);
        await hosted!.DisposeAsync();
    }

    /// <summary>The connection string of a service's journal.</summary>
    public virtual string JournalOf(ServiceIdentity service) => $"Data Source={Path.Combine(folder.FullName, service.Name)}.db";

    /// <summary>Changes or asks a service's database behind its back.</summary>
    /// <returns>The first value of the first row; null if there is none.</returns>
    public async Task<object?> SqlAsync(ServiceIdentity service, string sql)
    {
        await using var file = new SqliteConnection(JournalOf(service));
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    /// <summary>The machine's clock, for timeouts.</summary>
    protected virtual TimeProvider Machine => TimeProvider.System;

    /// <summary>Settings that every service gets.</summary>
    protected virtual IEnumerable<string> Settings => [];

    /// <summary>Settings of one test, which win over all others.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>
    /// Timeouts that no machine is slow enough for: how long an answer takes changes none. A test of a timeout says its own.
    /// </summary>
    private static IEnumerable<string> LongTimeouts =>
    [
        .. ((string[])["CacheLookup", "LastKnownAfter", "CallDeadline", "Connect", "PingAnswer", "BreakSilenceRoster", "WatchDrain"])
            .Select(timeout => $"--Timings:{timeout}=00:05:00"),
        // A subscription that is lost while the cache starts is tried again after this time.
        "--Timings:CacheRead=00:00:10",
    ];

    /// <inheritdoc />
    public virtual async Task DisposeAsync()
    {
        foreach (var name in running.Keys.Reverse().ToList()) await StopAsync(name);
        foreach (var (grpc, http) in ports.Values)
        {
            grpc.Dispose();
            http.Dispose();
        }
        folder.Delete(recursive: true);
    }

    private Task<Hosted> StartAsync(ServiceIdentity service, Create create, string grpc, string http, Action<WebApplicationBuilder>? configure)
    {
        var settings = ports.Select(of => $"--services:{of.Key}:grpc:0={of.Value.Grpc.Address}").Concat(LongTimeouts).Concat(Settings).Concat(Overrides);
        return Hosted.StartAsync(create, JournalOf(service), grpc, http, settings, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(Clock).AddKeyedSingleton(Clocks.Machine, Machine);
            configure?.Invoke(builder);
        });
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
