using System.Diagnostics.Metrics;

namespace NatoServices.Aggregates;

/// <summary>
/// Counts from where readings got their data. Reads from memory are very frequent, so each counter is a plain number that is read only at
/// export.
/// </summary>
public static class CacheMetrics
{
    private static readonly long[] Found = new long[4];

    static CacheMetrics() => Signals.Meter.CreateObservableCounter(
        "natoservices.cache.reads", Observe, "{read}",
        "Readings by where they found what they wanted: memory, shared (the cache of all processes), journal, or owner (another service).");

    /// <summary>Counts a read from the memory of this process.</summary>
    public static void Memory() => Interlocked.Increment(ref Found[0]);

    /// <summary>Counts a read from the shared cache.</summary>
    public static void Shared() => Interlocked.Increment(ref Found[1]);

    /// <summary>Counts a read from the journal.</summary>
    public static void Journal() => Interlocked.Increment(ref Found[2]);

    /// <summary>Counts a read from the service that owns the stream.</summary>
    public static void Owner() => Interlocked.Increment(ref Found[3]);

    private static IEnumerable<Measurement<long>> Observe() =>
        ((string[])["memory", "shared", "journal", "owner"]).Select((level, i) => new Measurement<long>(
            Interlocked.Read(ref Found[i]), new KeyValuePair<string, object?>("natoservices.cache.level", level)));
}
