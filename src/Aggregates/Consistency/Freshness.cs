namespace NatoServices.Aggregates;

/// <summary>How fresh a reading of a stream must be.</summary>
/// <param name="AtLeast">The minimum revision; 0 for any.</param>
/// <param name="Fully">
/// Whether to ask the database itself. If false, a short staleness is accepted, see <see cref="Timings.Lease"/>.
/// </param>
public readonly record struct Freshness(long AtLeast = 0, bool Fully = false)
{
    /// <summary>Fully consistent: the newest revision in the database.</summary>
    public static Freshness Newest { get; } = new(Fully: true);
}
