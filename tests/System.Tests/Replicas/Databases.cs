using NatoServices.System.Tests.StandingToDecision;

namespace NatoServices.System.Tests.Replicas;

/// <summary>A PostgreSQL database for each service; they go away with the test.</summary>
internal sealed class Databases : IAsyncDisposable
{
    private readonly List<PostgresDatabase> databases = [];

    private Databases() { }

    public static async Task<Databases> CreateAsync()
    {
        var created = new Databases();
        for (var n = 0; n < 3; n++) created.databases.Add(await PostgresDatabase.CreateAsync());
        return created;
    }

    /// <summary>All of them, with a cache beside.</summary>
    public Stores With(string cache) => new(databases[0].ConnectionString, databases[1].ConnectionString, databases[2].ConnectionString, cache);

    public async ValueTask DisposeAsync()
    {
        foreach (var database in databases) await database.DisposeAsync();
    }
}
