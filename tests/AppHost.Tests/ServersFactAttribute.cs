namespace NatoServices.AppHost.Tests;

/// <summary>A fact about the system on servers that exist; reported as skipped where none are named.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServersFactAttribute : FactAttribute
{
    private const string PostgresSetting = "NATO_TEST_POSTGRES", RedisSetting = "NATO_TEST_REDIS";

    public ServersFactAttribute()
    {
        if (Postgres is null || Redis is null) Skip = $"{PostgresSetting} and {RedisSetting} name no servers";
    }

    public static string? Postgres { get; } = Environment.GetEnvironmentVariable(PostgresSetting);

    public static string? Redis { get; } = Environment.GetEnvironmentVariable(RedisSetting);
}
