namespace NatoServices.Aggregates;

/// <summary>How fresh a reading of a stream has to be.</summary>
/// <param name="AtLeast">The revision that it must have reached; 0 for any.</param>
/// <param name="Fully">Whether the database itself is asked; else a moment of staleness will do, see <see cref="StreamVersions.Lease"/>.</param>
public readonly record struct Freshness(long AtLeast = 0, bool Fully = false)
{
    /// <summary>The newest that the database has.</summary>
    public static Freshness Newest { get; } = new(Fully: true);
}
