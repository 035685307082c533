using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Nato.Members.V1;
using MembersClient = Nato.Members.V1.Members.MembersClient;

namespace NatoServices.System.Tests;

/// <summary>A service that is told to stop, as an orchestrator tells it: what it has in hand is finished, and nothing holds it up for long.</summary>
public sealed class ToldToStop : IAsyncLifetime, IDisposable
{
    private const string Invitation = """{"code": "FIN", "display_name": "Finland"}""";

    private readonly TemporaryFolder folder = new();

    private ServiceProcess service;

    public ToldToStop() => service = Started();

    public Task InitializeAsync() => service.ReadyAsync();

    [Fact]
    public async Task A_call_in_flight_is_answered_while_new_ones_are_turned_away()
    {
        await HaveTimeAsync();
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
    public async Task A_write_that_waits_for_the_database_is_acknowledged_before_the_process_ends()
    {
        await HaveTimeAsync();
        Task<InviteMemberResponse> writing;
        Task<int> ending;
        using (Database.Lock(folder["members.db"]))
        {
            var client = new MembersClient(service.Channel);
            using var watch = client.WatchRoster(new());
            Assert.True(await watch.ResponseStream.MoveNext(default));
            writing = await InviteAsync(client);
            ending = service.EndAsync(BuiltProcess.Terminate);
            await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(default));
        }

        Assert.Equal("NOR", (await writing).Member.Code);
        Assert.Equal(0, await ending);
    }

    [Fact]
    public async Task A_database_that_gives_no_answer_does_not_hold_it_up()
    {
        using var taken = Database.Lock(folder["members.db"]);
        var writing = await InviteAsync(new(service.Channel));

        // Taken for as long as the process runs: it ends by itself or not at all.
        Assert.Equal(0, await service.EndAsync(BuiltProcess.Terminate));

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => writing)).StatusCode);
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

    // Who waits for the database waits longer than a process is allowed to take for its end.
    private ServiceProcess Started(params IEnumerable<string> settings) =>
        new("Members", $"Data Source={folder["members.db"]};Default Timeout=600", settings);

    /// <summary>What is in hand is never cut off: how long it takes to finish decides nothing.</summary>
    private async Task HaveTimeAsync()
    {
        await service.DisposeAsync();
        service = Started($"--shutdownTimeoutSeconds={(int)Waiting.Longest.TotalSeconds}");
        await service.ReadyAsync();
    }

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

    /// <summary>Sends a write and sees to it that the service has it: a call that was sent later on the same connection, which is there, is answered.</summary>
    private static async Task<Task<InviteMemberResponse>> InviteAsync(MembersClient client)
    {
        await client.GetRosterAsync(new());
        var writing = client.InviteMemberAsync(new()
        {
            RequestId = "invite",
            Code = "NOR",
            DisplayName = "Norway",
            InvitedOn = new() { Year = 1949 },
            Source = new() { Citation = "a test" },
        }).ResponseAsync;
        await client.GetRosterAsync(new() { FullyConsistent = true });
        return writing;
    }

    private static async Task<string> ReadAsync(TcpClient caller)
    {
        var answer = new byte[4096];
        return Encoding.UTF8.GetString(answer, 0, await caller.GetStream().ReadAsync(answer));
    }

    private async Task TurnedAwayAsync() => await Waiting.UntilAsync(IsTurnedAwayAsync, isSo => isSo, "a new connection is refused");

    private async Task<bool> IsTurnedAwayAsync()
    {
        try
        {
            using var other = await ConnectAsync();
            return false;
        }
        catch (SocketException)
        {
            return true;
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
