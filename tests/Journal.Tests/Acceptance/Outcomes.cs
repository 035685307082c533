using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

public abstract partial class JournalAcceptance
{
    [EngineFact]
    public async Task What_comes_again_comes_at_its_moment_as_if_it_had_never_failed()
    {
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start, "")] });
        var again = Start.AddMinutes(2);
        var calls = new ConcurrentQueue<(int Attempt, DateTimeOffset At)>();
        var worker = new DueWorker(
            Journal,
            (work, _) =>
            {
                calls.Enqueue((work.Attempts, Clock.GetUtcNow()));
                return calls.Count switch
                {
                    3 => Task.FromResult<DueOutcome>(new DueOutcome.Again(again)),
                    5 => Done(One("s", 1)),
                    _ => throw new InvalidOperationException("not yet"),
                };
            },
            Clock, NullLogger<DueWorker>.Instance)
        { Timings = Lasting };
        await WorkUntilAsync(async () => await Journal.NextDueAsync() is null, worker);

        Assert.Equal([1, 2, 3, 1, 2], calls.Select(c => c.Attempt));
        Assert.True(calls.ElementAt(3).At >= again);
        await AssertChainAsync(Journal, "s", 2);
    }

    [EngineFact]
    public async Task A_handler_whose_outcome_comes_too_late_is_asked_again()
    {
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start, "")] });
        var attempts = new ConcurrentQueue<int>();
        var worker = new DueWorker(
            Journal,
            (work, _) =>
            {
                attempts.Enqueue(work.Attempts);
                return Done(One("s", 1, body: $"{attempts.Count}") with { Before = attempts.Count == 1 ? Start : null });
            },
            Clock, NullLogger<DueWorker>.Instance)
        { Timings = Lasting };
        await WorkUntilAsync(async () => await Journal.NextDueAsync() is null, worker);

        Assert.Equal([1, 1], attempts);
        Assert.Equal("2", (await ReadAllAsync(Journal, "s"))[1].Body);
    }

    [EngineFact]
    public async Task A_worker_outlives_a_journal_that_fails()
    {
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start, "")] });
        await TamperAsync("ALTER TABLE due_work RENAME TO mislaid");
        var log = new Heard();
        using var stop = new CancellationTokenSource();
        var running = new DueWorker(Journal, (_, _) => Done(One("s", 1)), Clock, log) { Timings = Lasting }.RunAsync(stop.Token);
        Assert.Same(log.Warning, await Task.WhenAny(running, log.Warning));

        await TamperAsync("ALTER TABLE mislaid RENAME TO due_work");
        await Waiting.UntilAsync(
            async () => await Journal.NextDueAsync() is null, "the work is done", () => Clock.Advance(TimeSpan.FromSeconds(1)));
        await AssertChainAsync(Journal, "s", 2);
        await stop.CancelAsync();
        await running;
    }

    /// <summary>A log that tells when it has been given a warning.</summary>
    private sealed class Heard : ILogger<DueWorker>
    {
        private readonly TaskCompletionSource warning = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Warning => warning.Task;

        public IDisposable? BeginScope<TScope>(TScope state) where TScope : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TEntry>(
            LogLevel logLevel, EventId eventId, TEntry state, Exception? exception, Func<TEntry, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning) warning.TrySetResult();
        }
    }
}
