using System.Diagnostics;

namespace NatoServices.Benchmarks.Servers;

/// <summary>The programs of others that benchmarks use where they are installed.</summary>
internal static class Tools
{
    private const string PostgresFolder = "/usr/lib/postgresql";

    /// <summary>etcd's server; null if it isn't installed.</summary>
    public static string? Etcd { get; } = OnPath("etcd");

    /// <summary>The load generator of nghttp2; null if it isn't installed.</summary>
    public static string? H2Load { get; } = OnPath("h2load");

    /// <summary>Linux' counter of what processes do; null if it isn't installed.</summary>
    public static string? Perf { get; } = OnPath("perf");

    /// <summary>Redis' server; null if it isn't installed.</summary>
    public static string? Redis { get; } = OnPath("redis-server");

    /// <summary>The folder of PostgreSQL's programs, the newest; null if it isn't installed.</summary>
    public static string? Postgres { get; } = Directory.Exists(PostgresFolder)
        ? Directory.GetDirectories(PostgresFolder).Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max()
        : null;

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} failed: {await output}{await errors}");
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
