using DbUp.Builder;

namespace NatoServices.Journal;

/// <summary>Brings a database's schema up to date: runs the scripts of this assembly that it hasn't had yet.</summary>
internal static class Migration
{
    /// <summary>The table in which the database remembers its scripts.</summary>
    public const string Table = "schema_versions";

    /// <summary>Asks for the scripts that the database has had.</summary>
    public const string Scripts = $"SELECT scriptname FROM {Table}";

    /// <summary>Whether the database lacks a script: to look costs a query or two, to run what it lacks locks and time, even if that is none.</summary>
    /// <param name="had">The scripts that it has had, perhaps newer ones too.</param>
    /// <param name="engine">Whose scripts.</param>
    public static bool IsDue(IEnumerable<string> had, string engine) =>
        typeof(Migration).Assembly.GetManifestResourceNames().Where(name => IsOf(engine, name)).Except(had).Any();

    /// <param name="database">The database, and where it keeps <see cref="Table"/>.</param>
    /// <param name="engine">Whose scripts.</param>
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
