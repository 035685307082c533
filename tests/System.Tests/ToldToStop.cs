using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using MembersClient = Nato.Members.V1.Members.MembersClient;

namespace NatoServices.System.Tests;

/// <summary>What becomes of the calls of a service that is told to stop, as an orchestrator tells it.</summary>
public sealed class ToldToStop : IAsyncLifetime, IDisposable
{
    private const string Invitation = """{"code": "FIN", "display_name": "Finland"}""";

    private readonly TemporaryFolder folder = new();

    private readonly ServiceProcess service;

    public ToldToStop() => service = new("Members", $"Data Source={folder["members.db"]}");

    public Task InitializeAsync() => service.ReadyAsync();

    [Fact]
    public async Task A_call_in_flight_is_answered_while_new_ones_are_turned_away()
    {
        using var caller = await BeginAsync();

        service.Send(BuiltProcess.Terminate);
        await TurnedAwayAsync();
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Invitation));

        Assert.StartsWith("HTTP/1.1 200", await ReadAsync(caller), StringComparison.Ordinal);
        Assert.Equal(0, await service.EndAsync());
        service.Start();
        await service.ReadyAsync();
        Assert.Equal(1, (await new MembersClient(service.Channel).GetRosterAsync(new())).Revision);
    }

    [Fact]
    public async Task A_watch_ends_so_that_it_can_be_resumed_and_health_says_that_it_serves_no_more()
    {
        using var watch = new MembersClient(service.Channel).WatchRoster(new());
        using var health = new Health.HealthClient(service.Channel).Watch(new());
        Assert.True(await watch.ResponseStream.MoveNext(default));
        Assert.True(await health.ResponseStream.MoveNext(default));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.ResponseStream.Current.Status);

        service.Send(BuiltProcess.Terminate);

        var end = await Assert.ThrowsAsync<RpcException>(async () => { while (await watch.ResponseStream.MoveNext(default)) { } });
        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
        Assert.Contains("Resume the watch", end.Status.Detail, StringComparison.Ordinal);
        Assert.True(await health.ResponseStream.MoveNext(default));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, health.ResponseStream.Current.Status);
        Assert.Equal(0, await service.EndAsync());
    }

    [Fact]
    public async Task A_call_that_never_ends_does_not_hold_the_process()
    {
        using var endless = new ServerReflection.ServerReflectionClient(service.Channel).ServerReflectionInfo();
        await endless.RequestStream.WriteAsync(new() { ListServices = "" });
        Assert.True(await endless.ResponseStream.MoveNext(default));
        using var halfASentence = await BeginAsync();

        service.Send(BuiltProcess.Terminate);

        Assert.Equal(0, await service.EndAsync());
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    public void Dispose() => folder.Dispose();

    /// <summary>Begins a write and keeps back what it says; the service has it in hand already, for it asks for that.</summary>
    private async Task<TcpClient> BeginAsync()
    {
        var caller = await ConnectAsync();
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /v1/members HTTP/1.1\r\nHost: members\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {Invitation.Length}\r\nExpect: 100-continue\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 100", await ReadAsync(caller), StringComparison.Ordinal);
        return caller;
    }

    private static async Task<string> ReadAsync(TcpClient caller)
    {
        var answer = new byte[4096];
        return Encoding.UTF8.GetString(answer, 0, await caller.GetStream().ReadAsync(answer));
    }

    private async Task TurnedAwayAsync()
    {
        while (true)
            try
            {
                using var other = await ConnectAsync();
            }
            catch (SocketException)
            {
                return;
            }
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var address = new Uri(service.HttpAddress);
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        return client;
    }
}
