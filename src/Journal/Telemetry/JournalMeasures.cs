using System.Diagnostics.Metrics;

namespace NatoServices.Journal;

internal static class JournalMeasures
{
    private static readonly Counter<long> Recorded = Signals.Meter.CreateCounter<long>(
        "natoservices.entries.recorded", "{entry}", "Entries that this process has put on record, by kind.");

    private static readonly Histogram<int> Batch = Signals.Meter.CreateHistogram(
        "natoservices.journal.batch.size", "{operation}", "Operations that share one commit of the journal.", tags: null,
        new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });

    private static readonly Gauge<long> Waiting = Signals.Meter.CreateGauge<long>(
        "natoservices.due_work.waiting", "{piece}", "Pieces of work that are to be done, now or later, by kind.");

    private static readonly Gauge<double> Age = Signals.Meter.CreateGauge<double>(
        "natoservices.due_work.age", "s", "How long the piece of work that has been due the longest has been due; 0 if none is due.");

    /// <summary>Whether anybody listens to the backlog metrics, which need a query to the database.</summary>
    public static bool AsksForBacklog => Waiting.Enabled || Age.Enabled;

    public static void Enter(IReadOnlyList<JournalEntry> entries)
    {
        if (!Recorded.Enabled) return;
        foreach (var entry in entries) Recorded.Add(1, new KeyValuePair<string, object?>("natoservices.entry.kind", entry.Kind));
    }

    public static void Commit(int operations) => Batch.Record(operations);

    /// <summary>Records zero for <paramref name="gone"/>: kinds that had work at the last measurement and have none now.</summary>
    public static void Measure(IReadOnlyList<Backlog> backlog, IEnumerable<string> gone, DateTimeOffset now)
    {
        foreach (var kind in gone) Wait(kind, 0);
        foreach (var of in backlog) Wait(of.Kind, of.Pieces);
        var overdue = backlog.Count == 0 ? TimeSpan.Zero : now - backlog.Min(of => of.LongestDue);
        Age.Record(Math.Max(overdue.TotalSeconds, 0));

        static void Wait(string kind, long pieces) => Waiting.Record(pieces, new KeyValuePair<string, object?>("natoservices.due_work.kind", kind));
    }
}
