using DbUp.Builder;

namespace NatoServices.Journal;

/// <summary>Migrates a database's schema: runs the scripts of this assembly that the database has not had yet.</summary>
internal static class Migration
{
    public const string Table = "schema_versions";

    /// <summary>Asks in a query or two: a run takes locks and time even if no script is missing.</summary>
    /// <param name="session">Reads from the database.</param>
    /// <param name="there">SQL that has a row if the table is there.</param>
    /// <param name="engine">The folder of the scripts.</param>
    public static async Task<bool> IsDueAsync(Session session, string there, string engine)
    {
        List<string> had = await session.QueryAsync(there, _ => true) is [] ? []
            : await session.QueryAsync($"SELECT scriptname FROM {Table}", row => row.GetString(0));
        return typeof(Migration).Assembly.GetManifestResourceNames().Where(name => IsOf(engine, name)).Except(had).Any();
    }

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
