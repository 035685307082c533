using System.Runtime.ExceptionServices;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.Watching;

/// <summary>
/// One thing that many watch. It is looked at once for all of them, when it has changed and, for what nobody announced, once in a
/// while. Watchers take the newest issue when they are ready for it: nothing is queued for anybody.
/// </summary>
internal sealed class SharedPoller<T> : IDisposable where T : class
{
    /// <summary>When to look though nothing was announced.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>The least time between two issues: what changes more often is skipped.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);

    private readonly Func<CancellationToken, Task<PollResult<T>>> look;

    private readonly TimeProvider clock;

    private static readonly Task<Move> Never = new TaskCompletionSource<Move>().Task;

    private readonly string carrier;

    // Not disposed: it holds nothing, and a look that ends late may still end the feed.
    private readonly CancellationTokenSource unwatched = new();

    private FeedUpdate<T> newest = new(null, "", 0, null);

    private long issuedAt;

    public SharedPoller(Func<CancellationToken, Task<PollResult<T>>> look, TimeProvider clock, string carrier)
    {
        (this.look, this.clock, this.carrier) = (look, clock, carrier);
        // It belongs to no watcher, and ends with none but the last.
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => RunAsync(unwatched.Token));
    }

    /// <summary>How many watch; guarded by who counts them.</summary>
    public int Watchers { get; set; }

    /// <summary>What they are to know at present.</summary>
    public FeedUpdate<T> Newest => Volatile.Read(ref newest);

    /// <summary>Ends every watch.</summary>
    public void End(Exception reason)
    {
        unwatched.Cancel();
        Publish(last => new(last.Value, last.Id, last.Beat, ExceptionDispatchInfo.Capture(reason)));
    }

    /// <summary>Nobody watches any more.</summary>
    public void Dispose() => End(new OperationCanceledException());

    private async Task RunAsync(CancellationToken ending)
    {
        var pause = Breath;
        Move? move = null;
        while (!ending.IsCancellationRequested)
        {
            var changed = Never;
            try
            {
                var found = await LookAsync(move, ending);
                var isFirst = Newest.Value is null;
                var isNew = Tell(found, move);
                changed = found.Changed;
                // A change that was heard of and can't be had, because its owner is away, is not asked for again and again.
                pause = isNew ? Breath : changed.IsCompleted && pause < Poll ? pause * 2 : pause;
                // By the machine's own clock, whatever time it is for the rules.
                if (changed.IsCompleted && !isFirst) await Task.Delay(pause, ending);
            }
            catch (Exception) when (ending.IsCancellationRequested)
            {
                return;
            }
            // Before anything was found, that is the answer. Later it may pass, and whoever watches has the last that was known.
            catch (Exception failure) when (Newest.Value is null || failure is RefusalException { Refusal: not UpstreamUnavailable })
            {
                End(failure);
            }
            catch (Exception)
            {
                // It is looked at again when the time has come.
            }
            await ((Task)changed.WaitAsync(Poll, clock, ending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            move = changed.IsCompletedSuccessfully ? await changed : null;
        }
    }

    private async Task<PollResult<T>> LookAsync(Move? move, CancellationToken ending)
    {
        using var span = move is null ? null : Signals.Hearing(carrier, move.Cause);
        try
        {
            return await look(ending);
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            throw;
        }
    }

    /// <summary>Tells the watchers what was found, if it is new or they have heard nothing for a while.</summary>
    /// <returns>Whether it is new.</returns>
    private bool Tell(PollResult<T> found, Move? move)
    {
        var (now, last) = (clock.GetTimestamp(), Newest);
        var isNew = last.Value is null || found.Id != last.Id;
        if (isNew || clock.GetElapsedTime(issuedAt, now) >= Watches.Heartbeat)
        {
            DateTimeOffset? recordedAt = isNew && move?.RecordedAt is { Ticks: > 0 } at ? at : null;
            Publish(before => new(found.Value, found.Id, before.Beat + 1, before.Ended, recordedAt));
            issuedAt = now;
        }
        return isNew;
    }

    private void Publish(Func<FeedUpdate<T>, FeedUpdate<T>> change)
    {
        FeedUpdate<T> before;
        do before = Newest;
        while (Interlocked.CompareExchange(ref newest, change(before), before) != before);
        before.Supersede();
    }
}
