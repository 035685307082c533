using System.Diagnostics.Metrics;
using NatoServices.Consensus.Upstream;
using NatoServices.ServiceDefaults;

namespace NatoServices.Consensus.Silences;

/// <summary>Checks regularly whether the candidacy of a running silence still stands, and concludes the silence at its deadline.</summary>
internal sealed partial class SilenceWork(
    AggregateStore<Selection, SelectionEvent> store, FactsReader facts, TimeProvider clock, Timings timings, ILogger<SilenceWork> log)
{
    private static readonly Histogram<double> Lateness = Signals.Meter.CreateHistogram(
        "natoservices.silence.lateness", "s", "From the deadline of a silence that ran out until its decision was on record.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300] });

    public static DateTimeOffset Next(DateTimeOffset deadline, DateTimeOffset now, TimeSpan interval) =>
        deadline < now + interval ? deadline.ToUniversalTime() : now + interval;

    /// <summary>Enters the outcome of the silence, if there is one. Otherwise schedules the next check.</summary>
    public async Task<Answer<DueOutcome>> DoAsync(string stream, string id, CancellationToken cancellation)
    {
        var state = (await store.LoadAsync(stream, Freshness.Newest, cancellation)).State;
        if (state.FindSilence(id) is not { IsRunning: true, Deadline: var deadline } silence) return new DueOutcome.Done(null);

        // Read the facts as of the deadline and as known just before it: later entries, here or in other services, must not change the
        // outcome.
        DateTimeOffset? asOf = silence.HasRunOutAt(clock.GetUtcNow()) ? deadline.At : null;
        var given = await facts.FreshAsync(
            state.Vacancy, silence.Candidate, cancellation, asOf is null ? null : deadline.Day, asOf?.AddMicroseconds(-1));
        if (given.Refusal is not null) return given.Refusal;
        var outcome = await store.ProposeAsync(
            stream, ConsensusWork.Actor, (newest, now) => newest.Decide(new ConcludeSilence(id, asOf), given.Value!, now), cancellation);
        if (outcome is null) return new DueOutcome.Again(Next(deadline.At, clock.GetUtcNow(), timings.SilenceCheck));

        return new DueOutcome.Done(outcome, last =>
        {
            if (asOf is { } ranOutAt) Lateness.Record(Math.Max((last.RecordedAt - ranOutAt).TotalSeconds, 0));
            LogConcluded(id, stream, last.Kind);
        });
    }

    [LoggerMessage(LogLevel.Information, "Silence {Id} of {Stream} comes to its end: {Outcome}.")]
    private partial void LogConcluded(string id, string stream, string outcome);
}
