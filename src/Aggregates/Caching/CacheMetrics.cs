using System.Diagnostics.Metrics;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>
/// Counts where readings found what they wanted. What is read from memory is read very often: it is counted in a plain number, which is
/// looked at when it is exported.
/// </summary>
public static class CacheMetrics
{
    private static readonly long[] Found = new long[4];

    static CacheMetrics() => Signals.Meter.CreateObservableCounter(
        "natoservices.cache.reads", Observe, "{read}",
        "Readings by where they found what they wanted: memory, shared (the cache of all processes), journal, or owner (another service).");

    /// <summary>In the memory of this process.</summary>
    public static void Memory() => Interlocked.Increment(ref Found[0]);

    /// <summary>In the cache that all processes share.</summary>
    public static void Shared() => Interlocked.Increment(ref Found[1]);

    /// <summary>Nowhere but in the journal.</summary>
    public static void Journal() => Interlocked.Increment(ref Found[2]);

    /// <summary>Nowhere but at the service that owns it.</summary>
    public static void Owner() => Interlocked.Increment(ref Found[3]);

    private static IEnumerable<Measurement<long>> Observe() =>
        ((string[])["memory", "shared", "journal", "owner"]).Select((level, i) => new Measurement<long>(
            Interlocked.Read(ref Found[i]), new KeyValuePair<string, object?>("natoservices.cache.level", level)));
}
