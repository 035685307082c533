using System.Diagnostics.Metrics;
using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Consensus.Upstream;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.Consensus.Silences;

/// <summary>Watches over a silence that runs: whether its candidacy still stands and, at the deadline, what it comes to.</summary>
internal sealed partial class SilenceWork(AggregateStore<Selection, SelectionEvent> store, FactsReader facts, TimeProvider clock, ILogger<SilenceWork> log)
{
    /// <summary>How often to look whether the candidacy still stands.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly Histogram<double> Lateness = Signals.Meter.CreateHistogram(
        "natoservices.silence.lateness", "s", "From the deadline of a silence that ran out until its decision was on record.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300] });

    /// <summary>When to look next at a silence with this deadline.</summary>
    public static DateTimeOffset Next(DateTimeOffset deadline, DateTimeOffset now) =>
        deadline < now + Interval ? deadline.ToUniversalTime() : now + Interval;

    /// <summary>Enters what has become of it, if anything has; else it comes again.</summary>
    public async Task<Answer<DueOutcome>> DoAsync(string stream, string id, CancellationToken cancellation)
    {
        var state = (await store.LoadAsync(stream, Freshness.Newest, cancellation)).State;
        if (state.FindSilence(id) is not { IsRunning: true, Deadline: var deadline } silence) return new DueOutcome.Done(null);

        // As of the deadline and as known before it: what is entered later, there or here, changes nothing any more.
        DateTimeOffset? asOf = silence.HasRunOutAt(clock.GetUtcNow()) ? deadline.At : null;
        var given = await facts.FreshAsync(
            state.Vacancy, silence.Candidate, cancellation, asOf is null ? null : deadline.Day, asOf?.AddMicroseconds(-1));
        if (given.Refusal is not null) return given.Refusal;
        var outcome = await store.ProposeAsync(
            stream, ConsensusWork.Actor, (newest, now) => newest.Decide(new ConcludeSilence(id, asOf), given.Value!, now), cancellation);
        if (outcome is null) return new DueOutcome.Again(Next(deadline.At, clock.GetUtcNow()));

        return new DueOutcome.Done(outcome, last =>
        {
            if (asOf is { } ranOutAt) Lateness.Record(Math.Max((last.RecordedAt - ranOutAt).TotalSeconds, 0));
            LogConcluded(id, stream, last.Kind);
        });
    }

    [LoggerMessage(LogLevel.Information, "Silence {Id} of {Stream} comes to its end: {Outcome}.")]
    private partial void LogConcluded(string id, string stream, string outcome);
}
