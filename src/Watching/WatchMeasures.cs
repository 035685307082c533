using System.Diagnostics.Metrics;
using NatoServices.Journal;

namespace NatoServices.Watching;

internal static class WatchMeasures
{
    private const string Watched = "natoservices.watched";

    private static readonly UpDownCounter<int> Watchers = Signals.Meter.CreateUpDownCounter<int>(
        "natoservices.watchers", "{watcher}", "Watches that this process serves now, by what is watched.");

    private static readonly Histogram<double> Delay = Signals.Meter.CreateHistogram(
        "natoservices.watch.delay", "s", "From the moment an entry is recorded until a watcher has what it changes, by what is watched.",
        tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] });

    public static void Begin(string watched) => Watchers.Add(1, Tag(watched));

    public static void End(string watched) => Watchers.Add(-1, Tag(watched));

    /// <param name="watched">The name of what is watched.</param>
    /// <param name="recordedAt">When the entry that caused the change was recorded, by the recording machine's clock.</param>
    /// <param name="now">When the watcher received the change, by this machine's clock.</param>
    public static void Delivered(string watched, DateTimeOffset recordedAt, DateTimeOffset now) =>
        Delay.Record(Math.Max((now - recordedAt).TotalSeconds, 0), Tag(watched));

    private static KeyValuePair<string, object?> Tag(string watched) => new(Watched, watched);
}
