using System.Globalization;
using Npgsql;

namespace NatoServices.Benchmarks.Servers;

/// <summary>A PostgreSQL server with its usual settings, durable, on loopback.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // All who are measured by turns keep their connections meanwhile.
    private const int Connections = 300;

    // A server's processes report what they did once a second.
    private static readonly TimeSpan Reporting = TimeSpan.FromSeconds(1.5);

    private readonly string data;

    private readonly int port;

    private PostgresServer(string data, int port) => (this.data, this.port) = (data, port);

    /// <summary>Makes one and starts it.</summary>
    public static async Task<PostgresServer> StartAsync(WorkFolder folder)
    {
        var server = new PostgresServer(folder["postgres"], Ports.Free());
        Directory.CreateDirectory(server.data);
        if (Environment.UserName is "root")
        {
            // PostgreSQL refuses to run as root.
            await Tools.RunAsync("chown", "postgres", server.data);
            await Tools.RunAsync("chmod", "711", folder["."]);
        }
        await ProgramAsync("initdb", "-D", server.data, "-U", "nato", "--auth=trust", "--encoding=UTF8", "--locale=C");
        var options = string.Create(CultureInfo.InvariantCulture, $"-p {server.port} -c listen_addresses=127.0.0.1 -c max_connections={Connections} -k {server.data}");
        await ProgramAsync("pg_ctl", "-D", server.data, "-l", Path.Combine(server.data, "log"), "-o", options, "-w", "start");
        return server;
    }

    /// <summary>A new database.</summary>
    public async Task<string> DatabaseAsync(string name)
    {
        await AskAsync($"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = "nato", Database = name }.ConnectionString;
    }

    /// <summary>Whether what is committed is on the disk.</summary>
    public async Task<string> DurabilityAsync() =>
        $"PostgreSQL: fsync {await AskAsync("SHOW fsync")}, synchronous_commit {await AskAsync("SHOW synchronous_commit")}, "
        + $"wal_sync_method {await AskAsync("SHOW wal_sync_method")}";

    /// <summary>How often it has made its write-ahead log durable.</summary>
    public async Task<long> FlushesAsync()
    {
        await Task.Delay(Reporting);
        return (long)(await AskAsync("SELECT wal_sync FROM pg_stat_wal"))!;
    }

    public async ValueTask DisposeAsync() => await ProgramAsync("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");

    private async Task<object?> AskAsync(string question)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = "nato", Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(question, connection);
        return await command.ExecuteScalarAsync();
    }

    private static Task<string> ProgramAsync(string name, params IEnumerable<string> arguments)
    {
        var program = Path.Combine(Tools.Postgres!, name);
        return Environment.UserName is "root" ? Tools.RunAsync("runuser", ["-u", "postgres", "--", program, .. arguments]) : Tools.RunAsync(program, arguments);
    }
}
