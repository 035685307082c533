using DbUp.Builder;

namespace NatoServices.Journal;

/// <summary>Migrates a database's schema: runs the scripts of this assembly that the database has not had yet.</summary>
internal static class Migration
{
    /// <summary>The table that lists the scripts that the database has had.</summary>
    public const string Table = "schema_versions";

    public const string Scripts = $"SELECT scriptname FROM {Table}";

    /// <summary>
    /// Whether the database lacks a script. This costs a query or two; a run takes locks and time even if no script is missing.
    /// </summary>
    public static bool IsDue(IEnumerable<string> had, string engine) =>
        typeof(Migration).Assembly.GetManifestResourceNames().Where(name => IsOf(engine, name)).Except(had).Any();

    public static void Run(UpgradeEngineBuilder database, string engine)
    {
        var outcome = database
            .WithScriptsEmbeddedInAssembly(typeof(Migration).Assembly, name => IsOf(engine, name))
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!outcome.Successful) throw outcome.Error;
    }

    private static bool IsOf(string engine, string script) => script.StartsWith(engine + "/", StringComparison.Ordinal);
}
