using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using NatoServices.EmbeddedCache;
using NatoServices.Members;
using StackExchange.Redis;
using IServer = Microsoft.AspNetCore.Hosting.Server.IServer;

namespace NatoServices.System.Tests;

/// <summary>The cache makes a service faster, never different.</summary>
public sealed class EmbeddedCacheAndServices
{
    [Fact]
    public async Task A_service_that_meets_an_existing_record_leaves_its_snapshot_in_the_cache()
    {
        using var folder = new TemporaryFolder();
        using var cache = CacheServer.Start(BuiltProcess.FreePort());
        await RunAsync(folder, cache.ConnectionString, InviteAsync);

        await using var redis = await CacheClient.ConnectAsync(cache.ConnectionString);
        await RunAsync(folder, cache.ConnectionString, async members =>
        {
            Assert.Equal(1, (await members.GetRosterAsync(new())).Revision);
            // Nobody who reads waits until the snapshot is in the cache.
            await Waiting.UntilAsync(
                () => KeysOf(redis).Any(key => key.Contains("roster@1:", StringComparison.Ordinal)), "the snapshot is in the cache",
                () => string.Join(' ', KeysOf(redis)));
        });
    }

    [Fact]
    public async Task With_the_cache_stopped_the_service_still_answers()
    {
        using var folder = new TemporaryFolder();
        using var cache = CacheServer.Start(BuiltProcess.FreePort());

        await RunAsync(folder, cache.ConnectionString, async members =>
        {
            cache.Dispose();
            await InviteAsync(members);
            Assert.Equal(1, (await members.GetRosterAsync(new())).Revision);
        });
        await RunAsync(folder, cache.ConnectionString, async members => Assert.Equal(1, (await members.GetRosterAsync(new())).Revision));
    }

    [Fact]
    public void A_taken_port_is_one_line_that_names_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var refused = Assert.Throws<IOException>(() => CacheServer.Start(port));

        Assert.Contains($"{port}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private static IEnumerable<string> KeysOf(ConnectionMultiplexer redis) => redis.GetServers()[0].Keys().Select(key => key.ToString());

    private static async Task InviteAsync(Nato.Members.V1.Members.MembersClient members) =>
        await members.InviteMemberAsync(new() { Code = "SWE", DisplayName = "Sweden" });

    private static async Task RunAsync(TemporaryFolder folder, string cache, Func<Nato.Members.V1.Members.MembersClient, Task> use)
    {
        await using var app = await MembersApp.CreateAsync(
        [
            "--Kestrel:Endpoints:http:Url=http://127.0.0.1:0", "--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:0",
            $"--ConnectionStrings:journal=Data Source={folder["members.db"]}", $"--ConnectionStrings:cache={cache}", "--Logging:LogLevel:Default=None", .. LongTimeouts.WithCache,
        ]);
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(await GrpcAddressAsync(app));
        await use(new(channel));
        await app.StopAsync();
    }

    /// <summary>Of the two addresses the one that speaks HTTP/2.</summary>
    private static async Task<string> GrpcAddressAsync(WebApplication app)
    {
        foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)
        {
            using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
            try
            {
                using var answer = await http.GetAsync($"{address}/alive");
                return address;
            }
            catch (HttpRequestException)
            {
                // The other one.
            }
        }
        throw new InvalidOperationException("No address speaks HTTP/2.");
    }
}
