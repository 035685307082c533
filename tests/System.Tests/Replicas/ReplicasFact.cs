using NatoServices.System.Tests.StandingToDecision;

namespace NatoServices.System.Tests.Replicas;

/// <summary>A test that needs what services are deployed on; skipped, and it says so, where it isn't there.</summary>
public sealed class ReplicasFactAttribute : FactAttribute
{
    private const string Setting = "NATO_TEST_REDIS";

    private const string Program = "redis-server";

    /// <param name="startsRedis">Whether the test starts a Redis server of its own.</param>
    public ReplicasFactAttribute(bool startsRedis = false)
    {
        if (new PostgresFactAttribute().Skip is { } noPostgres) Skip = noPostgres;
        else if (string.IsNullOrEmpty(Redis)) Skip = $"{Setting} names no Redis server: see README, \"Two commands\"";
        else if (startsRedis && !IsOnPath(Program)) Skip = $"{Program} not found: this test starts one of its own, to kill it";
    }

    /// <summary>The address of a Redis server.</summary>
    public static string? Redis => Environment.GetEnvironmentVariable(Setting);

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
