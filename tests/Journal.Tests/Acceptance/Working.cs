using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

public abstract partial class JournalAcceptance
{
    [EngineFact]
    public async Task Several_workers_give_each_piece_its_outcome_once()
    {
        const int Pieces = 60;
        await CommitAsync(Journal, One("s", 0) with { Due = [.. Enumerable.Range(0, Pieces).Select(n => new NewDueWork("k", Start, $"{n}"))] });
        var calls = 0;
        // Every outcome goes to the same stream: most are decided on a revision that has passed, and decided again. Some fail first.
        async Task<DueOutcome> HandleAsync(IJournal journal, DueWork work)
        {
            if (Interlocked.Increment(ref calls) % 7 == 0) throw new InvalidOperationException("not this time");
            return new DueOutcome.Done(One("outcomes", (await journal.HeadAsync("outcomes")).Revision, work.Id, work.Body));
        }

        IJournal[] journals = [Journal, Journal, await OpenAsync(), await OpenAsync()];
        await WorkUntilAsync(
            async () => (await Journal.HeadAsync("outcomes")).Revision >= Pieces && await Journal.NextDueAsync() is null,
            [.. journals.Select(journal => new DueWorker(
                journal, (work, _) => HandleAsync(journal, work), Clock, NullLogger<DueWorker>.Instance)
            { Timings = Lasting })]);

        Assert.Equal(
            Enumerable.Range(0, Pieces).Select(n => $"{n}").Order(),
            (await ReadAllAsync(Journal, "outcomes")).Select(e => e.Body).Order());
        await AssertChainAsync(Journal, "outcomes", Pieces);
    }

    [EngineFact]
    public async Task Failed_work_is_tried_again_after_its_back_off()
    {
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start.AddMinutes(1), "")] });
        var attempts = new ConcurrentQueue<(int Attempt, DateTimeOffset At)>();
        var worker = new DueWorker(
            Journal,
            (work, _) =>
            {
                attempts.Enqueue((work.Attempts, Clock.GetUtcNow()));
                return work.Attempts < 5 ? throw new InvalidOperationException("not yet") : Done(One("s", 1));
            },
            Clock, NullLogger<DueWorker>.Instance)
        { Timings = Lasting };
        await WorkUntilAsync(async () => await Journal.NextDueAsync() is null, worker);

        Assert.Equal([1, 2, 3, 4, 5], attempts.Select(a => a.Attempt));
        Assert.True(attempts.First().At >= Start.AddMinutes(1));
        foreach (var (before, after) in attempts.Zip(attempts.Skip(1)))
            Assert.True(after.At - before.At >= new DueWorkTimings().BackOffAfter(before.Attempt));
        await AssertChainAsync(Journal, "s", 2);
    }

    [EngineFact]
    public async Task An_outcome_that_is_in_the_record_already_counts_as_done()
    {
        await CommitAsync(Journal, One("s", 0, "outcome") with { Due = [new("k", Start, "")] });
        await WorkUntilAsync(
            async () => await Journal.NextDueAsync() is null,
            new DueWorker(Journal, (_, _) => Done(One("s", 1, "outcome")), Clock, NullLogger<DueWorker>.Instance) { Timings = Lasting });
        await AssertChainAsync(Journal, "s", 1);
    }

    [EngineFact]
    public async Task A_woken_worker_looks_at_once()
    {
        var done = new TaskCompletionSource();
        var worker = new DueWorker(
            Journal, (_, _) => { done.TrySetResult(); return Done(null); }, Clock, NullLogger<DueWorker>.Instance);
        using var stop = new CancellationTokenSource();
        var running = worker.RunAsync(stop.Token);
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start, "")] });
        worker.Wake();
        await done.Task;
        await stop.CancelAsync();
        await running;
    }

    [EngineFact]
    public async Task A_worker_that_is_stopped_gives_back_what_it_has_not_finished()
    {
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start, "")] });
        var begun = new TaskCompletionSource();
        var worker = new DueWorker(
            Journal,
            async (_, ending) =>
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.Infinite, ending);
                return new DueOutcome.Done(null);
            },
            Clock, NullLogger<DueWorker>.Instance);
        using var stop = new CancellationTokenSource();
        var running = worker.RunAsync(stop.Token);
        await begun.Task;
        await stop.CancelAsync();
        await running;
        // PostgreSQL may have been giving it out a second time when it was told to stop; that is given back, too.
        Assert.InRange(Assert.Single(await Journal.LeaseDueAsync(Lease, 1)).Attempts, 2, 3);
    }

    [EngineFact]
    public async Task A_handler_that_hangs_is_ended_with_its_lease()
    {
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start, "")] });
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var worker = new DueWorker(
            Journal,
            async (work, ending) =>
            {
                if (work.Attempts > 1) return new DueOutcome.Done(One("s", 1));
                using var end = ending.Register(ended.SetResult);
                hanging.SetResult();
                await Task.Delay(Timeout.Infinite, ending);
                return new DueOutcome.Done(null);
            },
            Clock, NullLogger<DueWorker>.Instance)
        { Timings = Lasting };
        using var stop = new CancellationTokenSource();
        var running = worker.RunAsync(stop.Token);
        await hanging.Task.WaitAsync(Waiting.Longest);
        Clock.Advance(Lasting.Lease);
        await ended.Task.WaitAsync(Waiting.Longest);
        // What it gives back comes again after its back-off.
        await TurnUntilAsync(async () => await Journal.NextDueAsync() is null, running);
        await stop.CancelAsync();
        await running;
        await AssertChainAsync(Journal, "s", 2);
    }

    private static Task<DueOutcome> Done(Append? outcome) => Task.FromResult<DueOutcome>(new DueOutcome.Done(outcome));

    /// <summary>With leases that last however far the clock is turned while somebody works.</summary>
    private static DueWorkTimings Lasting => new() { Lease = TimeSpan.FromDays(30) };

    private async Task WorkUntilAsync(Func<Task<bool>> done, params DueWorker[] workers)
    {
        using var stop = new CancellationTokenSource();
        var running = workers.Select(worker => worker.RunAsync(stop.Token)).ToArray();
        await TurnUntilAsync(done, running);
        await stop.CancelAsync();
        await Task.WhenAll(running);
    }

    /// <summary>Lets time pass, second by second, until <paramref name="done"/>.</summary>
    private Task TurnUntilAsync(Func<Task<bool>> done, params Task[] running) => Waiting.UntilAsync(
        done, "the work is done",
        () =>
        {
            Assert.DoesNotContain(running, worker => worker.IsFaulted);
            Clock.Advance(TimeSpan.FromSeconds(1));
        });
}
