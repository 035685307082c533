using System.Diagnostics;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.Watching;

/// <summary>
/// Polls one value for all its watchers: when it has changed, and at an interval in case a change was not announced. Watchers take the
/// newest issue when they are ready for it, so nothing is queued for a slow watcher.
/// </summary>
internal sealed class SharedPoller<T> : IDisposable where T : class
{
    private static readonly Task<Move> Never = new TaskCompletionSource<Move>().Task;

    private readonly Func<CancellationToken, Task<Answer<PollResult<T>>>> look;

    private readonly Watches watches;

    private readonly string carrier;

    // Not disposed: it holds no resources, and a poll that ends late may still call End.
    private readonly CancellationTokenSource unwatched = new();

    private readonly CancellationTokenRegistration stopping;

    private FeedUpdate<T> newest = new(null, "", null);

    private long issuedAt;

    public SharedPoller(Func<CancellationToken, Task<Answer<PollResult<T>>>> look, Watches watches, string carrier)
    {
        (this.look, this.watches, this.carrier) = (look, watches, carrier);
        stopping = watches.Stopping.Register(() => End(new ServiceStopping()));
        // The loop belongs to no single watcher: it ends only with the last one.
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => RunAsync(unwatched.Token));
    }

    /// <summary>The number of watchers; guarded by the lock of <see cref="SharedPollers{TKey, T}"/>.</summary>
    public int Watchers { get; set; }

    public FeedUpdate<T> Newest => Volatile.Read(ref newest);

    public void Dispose()
    {
        stopping.Unregister();
        unwatched.Cancel();
    }

    private async Task RunAsync(CancellationToken ending)
    {
        var timings = watches.Timings;
        var pause = timings.WatchPause;
        Move? move = null;
        while (!ending.IsCancellationRequested)
        {
            var changed = Never;
            try
            {
                var isFirst = Newest.Value is null;
                var (found, refusal) = await LookAsync(move, ending);
                if (found is not null)
                {
                    var isNew = Tell(found, move);
                    changed = found.Changed;
                    // If a change was announced but cannot be read because its owner is unavailable, back off: double the pause until it
                    // reaches the polling interval.
                    pause = isNew ? timings.WatchPause : changed.IsCompleted && pause < timings.WatchPoll ? pause * 2 : pause;
                    if (changed.IsCompleted && !isFirst) await Task.Delay(pause, watches.Machine, ending);
                }
                // A refusal of the first poll, or one for another reason than an unavailable owner, ends the watches.
                else if (isFirst || refusal is not UpstreamUnavailable) End(refusal!);
            }
            catch (Exception failure) when (Newest.Value is null && !ending.IsCancellationRequested)
            {
                unwatched.Cancel();
                Newest.Fail(failure);
            }
            catch (Exception)
            {
                // Later failures are transient: the watchers keep the last value, and the next poll tries again.
            }
            await ((Task)changed.WaitAsync(timings.WatchPoll, watches.Clock, ending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            move = changed.IsCompletedSuccessfully ? await changed : null;
        }
    }

    private async Task<Answer<PollResult<T>>> LookAsync(Move? move, CancellationToken ending)
    {
        using var span = move is null ? null : Signals.Hearing(carrier, move.Cause);
        try
        {
            var found = await look(ending);
            if (found.Refusal is { } refusal) span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", refusal.GetType().FullName);
            return found;
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            throw;
        }
    }

    /// <summary>Publishes a value if it is new, or as a heartbeat if nothing was published for a while.</summary>
    /// <returns>Whether the value is new.</returns>
    private bool Tell(PollResult<T> found, Move? move)
    {
        var (now, last) = (watches.Clock.GetTimestamp(), Newest);
        var isNew = last.Value is null || found.Id != last.Id;
        if (isNew || watches.Clock.GetElapsedTime(issuedAt, now) >= watches.Timings.WatchHeartbeat)
        {
            DateTimeOffset? recordedAt = isNew && move?.RecordedAt is { Ticks: > 0 } at ? at : null;
            Publish(before => new(found.Value, found.Id, before.Refusal, recordedAt));
            issuedAt = now;
        }
        return isNew;
    }

    private void End(Refusal reason)
    {
        unwatched.Cancel();
        Publish(last => new(last.Value, last.Id, reason));
    }

    private void Publish(Func<FeedUpdate<T>, FeedUpdate<T>> change)
    {
        FeedUpdate<T> before;
        do before = Newest;
        while (!ReferenceEquals(Interlocked.CompareExchange(ref newest, change(before), before), before));
        before.Supersede();
    }
}
