using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace NatoServices.AppHost.Tests;

/// <summary>The system on a PostgreSQL and a Redis that exist, with three processes of Consensus.</summary>
[Collection(RunningSystem.OneAtATime)]
public sealed class RunningOnServers
{
    private static readonly string Prefix = $"apphost_{Guid.NewGuid():N}_";

    [ServersFact]
    public async Task It_is_seeded_answers_verifies_and_goes_on_while_one_of_three_processes_is_killed_and_comes_back()
    {
        try
        {
            await using var system = await RunningSystem.StartAsync(
                "--postgres", WithoutDatabase(ServersFactAttribute.Postgres!), "--redis", $"{ServersFactAttribute.Redis},channelPrefix={Prefix}:",
                "--DatabasePrefix", Prefix);
            Assert.Equal(4, await system.SupportersAsync());

            var (killed, pid) = await RunningConsensusAsync(system, except: "");
            // The orchestrator starts it by dotnet run, whose child it is.
            using (var process = Process.GetProcessById(pid)) process.Kill(entireProcessTree: true);
            await system.Notifications.WaitForResourceAsync(
                "consensus", e => e.ResourceId == killed && KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text), system.Cancellation);
            var (back, _) = await RunningConsensusAsync(system, except: killed);
            Assert.NotEqual(killed, back);
            Assert.Equal(4, await system.SupportersAsync());

            var verified = await system.CommandAsync("consensus-journal", "verify-records");
            Assert.True(verified.Success, verified.Message);
        }
        finally
        {
            await DropDatabasesAsync();
        }
    }

    private static async Task<(string Resource, int Process)> RunningConsensusAsync(RunningSystem system, string except)
    {
        var running = await system.Notifications.WaitForResourceAsync(
            "consensus", e => e.ResourceId != except && e.Snapshot.State?.Text == KnownResourceStates.Running && ProcessOf(e) is not null, system.Cancellation);
        return (running.ResourceId, ProcessOf(running)!.Value);
    }

    private static int? ProcessOf(ResourceEvent resource) =>
        resource.Snapshot.Properties.SingleOrDefault(p => p.Name == "executable.pid")?.Value is { } pid
            ? Convert.ToInt32(pid, CultureInfo.InvariantCulture)
            : null;

    private static string WithoutDatabase(string server)
    {
        var settings = new NpgsqlConnectionStringBuilder(server);
        settings.Remove("Database");
        return settings.ConnectionString;
    }

    private static async Task DropDatabasesAsync()
    {
        await using var server = NpgsqlDataSource.Create(ServersFactAttribute.Postgres!);
        foreach (var service in new[] { "members", "candidates", "consensus" })
        {
            await using var drop = server.CreateCommand($"DROP DATABASE IF EXISTS \"{Prefix}{service}\" WITH (FORCE)");
            await drop.ExecuteNonQueryAsync();
        }
    }
}
