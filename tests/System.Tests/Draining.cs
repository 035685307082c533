using Grpc.Core;
using Microsoft.Data.Sqlite;
using Nato.Members.V1;

namespace NatoServices.System.Tests;

/// <summary>A service that is told to stop: what it has in hand is finished, and nothing holds it up for long.</summary>
public sealed class Draining
{
    [Fact]
    public async Task A_write_that_waits_for_the_database_is_acknowledged_before_the_process_ends()
    {
        using var folder = new TemporaryFolder();
        await using var members = await StartAsync(folder);
        var client = new Nato.Members.V1.Members.MembersClient(members.Channel);
        using var watch = client.WatchRoster(new());
        await watch.ResponseStream.MoveNext(CancellationToken.None);
        Task<InviteMemberResponse> writing;
        Task<int> ending;
        await using (var blocked = await BlockAsync(folder))
        {
            writing = InviteAsync(client);
            await InHandAsync(client);
            ending = members.EndAsync(BuiltProcess.Terminate);
            var left = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(StatusCode.Unavailable, left.StatusCode);
        }

        Assert.Equal("NOR", (await writing).Member.Code);
        Assert.Equal(0, await ending);
    }

    [Fact]
    public async Task A_database_that_gives_no_answer_does_not_hold_it_up()
    {
        using var folder = new TemporaryFolder();
        await using var members = await StartAsync(folder);
        var client = new Nato.Members.V1.Members.MembersClient(members.Channel);
        await using var blocked = await BlockAsync(folder);
        var writing = InviteAsync(client);
        await InHandAsync(client);

        // Blocked for as long as it runs: it ends by itself or not at all.
        Assert.Equal(0, await members.EndAsync(BuiltProcess.Terminate));

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => writing)).StatusCode);
    }

    private static async Task<ServiceProcess> StartAsync(TemporaryFolder folder)
    {
        var members = new ServiceProcess("Members", $"Data Source={folder["journal.db"]};Default Timeout=600");
        await members.ReadyAsync();
        return members;
    }

    /// <summary>Another process has the write lock.</summary>
    private static async Task<IAsyncDisposable> BlockAsync(TemporaryFolder folder)
    {
        var connection = new SqliteConnection($"Data Source={folder["journal.db"]};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static Task<InviteMemberResponse> InviteAsync(Nato.Members.V1.Members.MembersClient client) => client.InviteMemberAsync(new()
    {
        RequestId = "invite",
        Code = "NOR",
        DisplayName = "Norway",
        InvitedOn = new() { Year = 1949 },
        Source = new() { Citation = "a test" },
    }).ResponseAsync;

    /// <summary>A call that was sent later has been answered on the same connection: the service has got what was sent before.</summary>
    private static async Task InHandAsync(Nato.Members.V1.Members.MembersClient client) => await client.GetRosterAsync(new() { FullyConsistent = true });
}
