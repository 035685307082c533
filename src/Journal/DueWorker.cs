using Microsoft.Extensions.Logging;

namespace NatoServices.Journal;

/// <summary>
/// Does due work: leases it, has a handler decide what comes of it and completes it with that outcome in one transaction, so
/// that however many workers run and however they end, each piece has its outcome once. The handler may be called more than
/// once for a piece: what it does elsewhere must bear repetition.
/// </summary>
/// <param name="journal">Where the work is.</param>
/// <param name="handler">
/// Does a piece; the outcome, if any, is appended as the piece is removed, and asked for again if the record has gone on meanwhile.
/// Its token ends with the lease.
/// </param>
/// <param name="clock">Tells when to look for work.</param>
/// <param name="log">Hears of work that fails.</param>
public sealed partial class DueWorker(
    IJournal journal, Func<DueWork, CancellationToken, Task<DueOutcome>> handler, TimeProvider clock, ILogger<DueWorker> log)
{
    private const int AtOnce = 8;

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);

    /// <summary>The least time between two measurements of how much work there is.</summary>
    private static readonly TimeSpan MeasureInterval = TimeSpan.FromSeconds(1);

    private IReadOnlyList<Backlog> measured = [];

    private long measuredAt;

    private bool cannotLook;

    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How long a handler has for one piece; when a worker dies, another takes the piece after this time.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Hears of the last entry that a piece of work has entered, and of a moment right before that.</summary>
    public Action<JournalEntry, Moment>? Entered { get; init; }

    /// <summary>How long to wait at most before looking for work that another process has entered.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait after a failed attempt: 1, 2, 4 … seconds, at most 5 minutes.</summary>
    public static TimeSpan BackOff(int attempts) =>
        attempts > 9 ? LongestBackOff : TimeSpan.FromSeconds(1 << Math.Max(attempts - 1, 0));

    /// <summary>Has the worker look now: something may have become due.</summary>
    public void Wake() => Volatile.Read(ref woken).TrySetResult();

    /// <summary>Works until cancelled; then waits for the handlers to end and gives back what they had not finished.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var running = new List<Task>(AtOnce);
        try
        {
            while (true)
            {
                running.RemoveAll(done => done.IsCompleted);
                // Before looking: a wake that comes while looking must not be lost.
                var wakeUp = woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
                if (running.Count == AtOnce) await Task.WhenAny(running).WaitAsync(cancellation);
                else if (await LookAsync(wakeUp.Task, cancellation) is { } work)
                    running.Add(Task.Run(() => DoAsync(work, cancellation), CancellationToken.None));
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // Asked to end; what fails now no longer matters.
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    /// <summary>
    /// Takes a piece; if there is none, rests. However the journal fails, it may be back later, as it was or mended: a worker that
    /// ended would take its whole service with it.
    /// </summary>
    private async Task<DueWork?> LookAsync(Task wakeUp, CancellationToken cancellation)
    {
        try
        {
            await MeasureAsync(cancellation);
            var taken = await journal.LeaseDueAsync(Lease, 1, cancellation);
            if (cannotLook) LogCanLook();
            cannotLook = false;
            if (taken is [var work]) return work;
            await RestAsync(wakeUp, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            if (!cannotLook) LogCannotLook(e);
            cannotLook = true;
            await Task.Delay(PollInterval, clock, cancellation);
        }
        return null;
    }

    /// <summary>Before it looks, and not every time: what is told of the work costs the database next to nothing.</summary>
    private async Task MeasureAsync(CancellationToken cancellation)
    {
        if (!JournalMeasures.AsksForBacklog || (measuredAt != 0 && clock.GetElapsedTime(measuredAt) < MeasureInterval)) return;
        measuredAt = clock.GetTimestamp();
        try
        {
            var backlog = await journal.BacklogAsync(cancellation);
            JournalMeasures.Measure(backlog, measured.Select(of => of.Kind).Except(backlog.Select(of => of.Kind)), clock.GetUtcNow());
            measured = backlog;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // The work itself is asked for next, and says what is wrong.
        }
    }

    private async Task RestAsync(Task wakeUp, CancellationToken cancellation)
    {
        var next = await journal.NextDueAsync(cancellation) - clock.GetUtcNow() ?? PollInterval;
        // Woken, or time to look again, or asked to end: the next look will show.
        await wakeUp.WaitAsync(next < ShortestWait ? ShortestWait : next < PollInterval ? next : PollInterval, clock, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DoAsync(DueWork work, CancellationToken stopping)
    {
        using var span = Signals.Working(work);
        try
        {
            using var lease = new CancellationTokenSource(Lease, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, lease.Token);
            await CarryOutAsync(work, either.Token);
        }
        catch (Exception e)
        {
            span.Fail(e);
            await GiveBackAsync(work, e, stopping.IsCancellationRequested);
        }
        finally
        {
            // What it caused, or its next attempt, may be due before the moment that the loop is waiting for.
            Wake();
        }
    }

    private async Task CarryOutAsync(DueWork work, CancellationToken cancellation)
    {
        Appended? appended;
        do
        {
            var outcome = await handler(work, cancellation);
            if (outcome is DueOutcome.Again again)
            {
                await journal.PostponeAsync(work, again.At, afresh: true, cancellation);
                return;
            }
            var (since, done) = (new Moment(clock.GetTimestamp(), clock.GetUtcNow()), (DueOutcome.Done)outcome);
            appended = await journal.CompleteAsync(work, done.Outcome, cancellation);
            if (appended is not Appended.Committed { Entries: [.., var last] }) continue;
            Entered?.Invoke(last, since);
            done.Entered?.Invoke(last);
        }
        while (appended is Appended.Moved or Appended.TooLate);
        // The outcome is in the record since an earlier attempt: what is left is to remove the work.
        if (appended is Appended.RequestKnown) await journal.CompleteAsync(work, null, cancellation);
    }

    private async Task GiveBackAsync(DueWork work, Exception failure, bool stopping)
    {
        if (!stopping) LogFailed(failure, work.Kind, work.Id, work.Attempts);
        try
        {
            await journal.PostponeAsync(work, stopping ? work.DueAt : clock.GetUtcNow() + BackOff(work.Attempts));
        }
        catch (Exception e)
        {
            LogCannotGiveBack(e, work.Id, work.LeasedUntil);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Due work {Kind} {Id} failed at attempt {Attempt}; it will be tried again.")]
    private partial void LogFailed(Exception failure, string kind, string id, int attempt);

    [LoggerMessage(LogLevel.Warning, "The journal cannot be asked for due work; it is asked again until it answers.")]
    private partial void LogCannotLook(Exception failure);

    [LoggerMessage(LogLevel.Information, "The journal can be asked for due work again.")]
    private partial void LogCanLook();

    [LoggerMessage(LogLevel.Warning, "Due work {Id} cannot be given back; it stays taken until {LeasedUntil}.")]
    private partial void LogCannotGiveBack(Exception failure, string id, DateTimeOffset leasedUntil);
}

/// <summary>A moment by the monotonic clock and by the calendar.</summary>
public readonly record struct Moment(long Timestamp, DateTimeOffset At);
