namespace NatoServices.Services.Tests.Hosting;

/// <summary>A test that needs the engines that services are deployed on; skipped, and it says so, where the environment names none.</summary>
public sealed class DeployedFactAttribute : FactAttribute
{
    /// <summary>A connection string of a PostgreSQL server where databases may be made.</summary>
    public const string Postgres = "NATO_TEST_POSTGRES";

    /// <summary>The address of a Redis server.</summary>
    public const string Redis = "NATO_TEST_REDIS";

    private static readonly string[] Settings = [Postgres, Redis];

    public DeployedFactAttribute()
    {
        var absent = Settings.Where(name => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))).ToList();
        if (absent.Count > 0) Skip = $"{string.Join(" and ", absent)} not set: see README, \"Two commands\"";
    }
}
