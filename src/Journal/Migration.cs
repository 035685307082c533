using DbUp.Builder;

namespace NatoServices.Journal;

/// <summary>Brings a database's schema up to date: runs the scripts of this assembly that it hasn't had yet.</summary>
internal static class Migration
{
    /// <summary>The table in which the database remembers its scripts.</summary>
    public const string Table = "schema_versions";

    /// <param name="database">The database, and where it keeps <see cref="Table"/>.</param>
    /// <param name="engine">Whose scripts.</param>
    public static void Run(UpgradeEngineBuilder database, string engine)
    {
        var outcome = database
            .WithScriptsEmbeddedInAssembly(typeof(Migration).Assembly, name => name.StartsWith(engine + "/", StringComparison.Ordinal))
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!outcome.Successful) throw outcome.Error;
    }
}
