using System.Runtime.ExceptionServices;
using NatoServices.Words;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// One thing that many watch. It is looked at once for all of them, when it has changed and, for what nobody announced, once in a
/// while. Watchers take the newest issue when they are ready for it: nothing is queued for anybody.
/// </summary>
internal sealed class Feed<T> : IDisposable where T : class
{
    /// <summary>When to look though nothing was announced.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>The least time between two issues: what changes more often is skipped.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);

    private readonly Func<CancellationToken, Task<Look<T>>> look;

    private readonly TimeProvider clock;

    private readonly CancellationTokenSource unwatched = new();

    private Issue<T> newest = new(null, "", 0, null);

    private long issuedAt;

    public Feed(Func<CancellationToken, Task<Look<T>>> look, TimeProvider clock)
    {
        (this.look, this.clock) = (look, clock);
        // It belongs to no watcher, and ends with none but the last.
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => RunAsync(unwatched.Token));
    }

    /// <summary>How many watch; guarded by who counts them.</summary>
    public int Watchers { get; set; }

    /// <summary>What they are to know at present.</summary>
    public Issue<T> Newest => Volatile.Read(ref newest);

    /// <summary>Ends every watch.</summary>
    public void End(Exception reason)
    {
        unwatched.Cancel();
        Publish(last => new(last.Value, last.Id, last.Beat, ExceptionDispatchInfo.Capture(reason)));
    }

    /// <summary>Nobody watches any more.</summary>
    public void Dispose()
    {
        End(new OperationCanceledException());
        unwatched.Dispose();
    }

    private async Task RunAsync(CancellationToken ending)
    {
        var changed = Task.CompletedTask;
        while (!ending.IsCancellationRequested)
        {
            try
            {
                var found = await look(ending);
                changed = found.Changed;
                await TellAsync(found);
            }
            catch (Exception) when (ending.IsCancellationRequested)
            {
                return;
            }
            // Before anything was found, that is the answer. Later it may pass, and whoever watches has the last that was known.
            catch (Exception failure) when (Newest.Value is null || failure is RefusalException { Refusal: not OwnerUnavailable })
            {
                End(failure);
            }
            catch (Exception)
            {
                changed = Task.Delay(Timeout.Infinite, ending);
            }
            await changed.WaitAsync(Poll, clock, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(Look<T> found)
    {
        var (now, last) = (clock.GetTimestamp(), Newest);
        var isNew = last.Value is null || found.Id != last.Id;
        if (!isNew && clock.GetElapsedTime(issuedAt, now) < Watches.Heartbeat) return;
        Publish(before => new(found.Value, found.Id, before.Beat + 1, before.Ended));
        issuedAt = now;
        // By the machine's own clock, whatever time it is for the rules.
        if (isNew && last.Value is not null) await Task.Delay(Breath);
    }

    private void Publish(Func<Issue<T>, Issue<T>> change)
    {
        Issue<T> before;
        do before = Newest;
        while (Interlocked.CompareExchange(ref newest, change(before), before) != before);
        before.Supersede();
    }
}
