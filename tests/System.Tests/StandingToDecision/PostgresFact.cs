namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>A test that needs a PostgreSQL server where databases may be made; skipped, and it says so, where the environment names none.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    private const string Setting = "NATO_TEST_POSTGRES";

    public PostgresFactAttribute()
    {
        if (string.IsNullOrEmpty(Server)) Skip = $"{Setting} names no PostgreSQL server: see README, \"Two commands\"";
    }

    /// <summary>The connection string of the server.</summary>
    public static string? Server => Environment.GetEnvironmentVariable(Setting);
}
