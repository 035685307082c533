using Microsoft.Extensions.Logging;

namespace NatoServices.Journal;

/// <summary>
/// Executes due work: leases a piece, lets the handler decide the outcome, and completes the piece with it in one transaction. So each
/// piece has its outcome once, however many workers run and however they end. The handler may be called more than once for a piece: what it
/// does elsewhere must be idempotent.
/// </summary>
/// <param name="journal">The journal that has the work.</param>
/// <param name="handler">
/// Decides the outcome of a piece. If the stream has moved meanwhile, or it is too late for the entries, it is called again. Its token is
/// cancelled when the lease ends or the worker stops.
/// </param>
/// <param name="clock">The clock for leases, waits and due times.</param>
/// <param name="log">The log of failures.</param>
public sealed partial class DueWorker(
    IJournal journal, Func<DueWork, CancellationToken, Task<DueOutcome>> handler, TimeProvider clock, ILogger<DueWorker> log)
{
    private const int AtOnce = 8;

    private IReadOnlyList<Backlog> measured = [];

    private long measuredAt;

    private bool cannotLook;

    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How long the worker waits.</summary>
    public DueWorkTimings Timings { get; init; } = new();

    /// <summary>Called with the last entry that a piece of work has appended, and the moment right before; null if not needed.</summary>
    public Action<JournalEntry, Moment>? Entered { get; init; }

    /// <summary>Makes the worker look for work now, because something may have become due.</summary>
    public void Wake() => Volatile.Read(ref woken).TrySetResult();

    /// <summary>Works until it is cancelled. Then it waits for the running handlers and gives unfinished work back.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var running = new List<Task>(AtOnce);
        try
        {
            while (true)
            {
                running.RemoveAll(done => done.IsCompleted);
                // Set before the look: a wake-up during the look must not be lost.
                var wakeUp = woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
                if (running.Count == AtOnce) await Task.WhenAny(running).WaitAsync(cancellation);
                else if (await LookAsync(wakeUp.Task, cancellation) is { } work)
                    running.Add(Task.Run(() => DoAsync(work, cancellation), CancellationToken.None));
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // Stopping: failures no longer matter.
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    /// <summary>Survives every failure of the journal: a worker that ended would take its whole service down.</summary>
    private async Task<DueWork?> LookAsync(Task wakeUp, CancellationToken cancellation)
    {
        try
        {
            await MeasureAsync(cancellation);
            var taken = await journal.LeaseDueAsync(Timings.Lease, 1, cancellation);
            if (cannotLook) LogCanLook();
            cannotLook = false;
            if (taken is [var work]) return work;
            await RestAsync(wakeUp, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            if (!cannotLook) LogCannotLook(e);
            cannotLook = true;
            await Task.Delay(Timings.PollInterval, clock, cancellation);
        }
        return null;
    }

    /// <summary>Does not measure before every look, so that the metric costs the database next to nothing.</summary>
    private async Task MeasureAsync(CancellationToken cancellation)
    {
        if (!JournalMeasures.AsksForBacklog || (measuredAt != 0 && clock.GetElapsedTime(measuredAt) < Timings.MeasureInterval)) return;
        measuredAt = clock.GetTimestamp();
        try
        {
            var backlog = await journal.BacklogAsync(cancellation);
            JournalMeasures.Measure(backlog, measured.Select(of => of.Kind).Except(backlog.Select(of => of.Kind)), clock.GetUtcNow());
            measured = backlog;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // The query for work comes next and reports the failure.
        }
    }

    private async Task RestAsync(Task wakeUp, CancellationToken cancellation)
    {
        var next = await journal.NextDueAsync(cancellation) - clock.GetUtcNow() ?? Timings.PollInterval;
        // Woken, timed out or cancelled: the loop finds out.
        await wakeUp.WaitAsync(next < Timings.MinWait ? Timings.MinWait : next < Timings.PollInterval ? next : Timings.PollInterval, clock, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task DoAsync(DueWork work, CancellationToken stopping)
    {
        using var span = Signals.Working(work);
        try
        {
            using var lease = new CancellationTokenSource(Timings.Lease, clock);
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
            // Work that this piece caused, or its next attempt, may be due before the moment that the loop waits for.
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
        // An earlier attempt has already recorded the outcome. Only the work is left to remove.
        if (appended is Appended.RequestKnown) await journal.CompleteAsync(work, null, cancellation);
    }

    private async Task GiveBackAsync(DueWork work, Exception failure, bool stopping)
    {
        if (!stopping) LogFailed(failure, work.Kind, work.Id, work.Attempts);
        try
        {
            await journal.PostponeAsync(work, stopping ? work.DueAt : clock.GetUtcNow() + Timings.BackOffAfter(work.Attempts));
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

/// <summary>A moment: a timestamp of the monotonic clock, and the time.</summary>
public readonly record struct Moment(long Timestamp, DateTimeOffset At);
