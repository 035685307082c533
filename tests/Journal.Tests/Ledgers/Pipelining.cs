using System.Runtime.CompilerServices;
using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Journal.Tests.Ledgers;

public sealed partial class LedgerTests
{
    [Fact]
    public async Task What_is_right_on_what_the_database_has_is_not_refused_on_what_is_at_hand()
    {
        var (ledger, _) = await ProcessAsync();
        await AddAsync(ledger, 1);
        await AddAsync((await ProcessAsync()).AggregateStore, 1);
        var seen = new List<int>();
        var written = await ledger.EnterAsync("s", new("ann"), (state, _) =>
        {
            seen.Add(state.Value);
            return state.Value < 2 ? new Full(0) : state.Add(5);
        });
        Assert.Equal((new Snapshot<Counter>("s", new(3, default, default), new(7)), [1, 2]), (written, seen.ToArray()), Comparing);
    }

    [Fact]
    public async Task What_is_wrong_on_what_the_database_has_is_not_entered_because_of_what_is_at_hand()
    {
        var (ledger, _) = await ProcessAsync();
        await AddAsync(ledger, 1);
        await AddAsync((await ProcessAsync()).AggregateStore, 1);
        await Assert.ThrowsAsync<RefusalException>(() => AddAsync(ledger, 1, limit: 2));
        Assert.Equal(2, (await ledger.LoadAsync("s", Freshness.Newest)).Revision);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_decided_on_a_write_that_came_to_nothing_is_decided_again(bool cancelled)
    {
        var (ledger, watched) = await ProcessAsync();
        await AddAsync(ledger, 1);
        var failing = new TaskCompletionSource();
        watched.BeforeAppend = () => failing.Task;
        using var cancellation = new CancellationTokenSource();
        var first = ledger.EnterAsync("s", new("ann"), (state, _) => state.Add(10), cancellation.Token);
        var seen = new List<int>();
        var second = ledger.EnterAsync("s", new("bob"), (state, _) =>
        {
            seen.Add(state.Value);
            return state.Add(100);
        });
        if (cancelled) failing.SetCanceled(cancellation.Token);
        else failing.SetException(new JournalUnavailableException("full"));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => first);
        Assert.True(cancelled ? failure is OperationCanceledException : failure is JournalUnavailableException);
        Assert.Equal((new Snapshot<Counter>("s", new(2, default, default), new(101)), [11, 1]), (await second, seen.ToArray()), Comparing);
        Assert.Equal(new("s", new(3, default, default), new(102)), await AddAsync(ledger, 1));
    }

    [Fact]
    public async Task Rules_that_throw_and_callers_that_give_up_keep_no_turn()
    {
        var (ledger, _) = await ProcessAsync();
        await AddAsync(ledger, 1);
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        for (var n = 0; n < 3; n++)
        {
            await Assert.ThrowsAsync<InvalidTimeZoneException>(
                () => ledger.EnterAsync("s", new("ann"), (_, _) => throw new InvalidTimeZoneException()));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => ledger.EnterAsync("s", new("ann"), (state, _) => state.Add(1), given.Token));
            await Assert.ThrowsAsync<ArgumentException>(() => ledger.EnterAsync("s", new("\0"), (state, _) => state.Add(1)));
        }
        Assert.Equal(new("s", new(2, default, default), new(2)), await AddAsync(ledger, 1).WaitAsync(Waiting.Longest));
    }

    [Fact]
    public async Task Writes_that_never_pause_keep_nothing_of_those_that_are_over()
    {
        var (ledger, watched) = await ProcessAsync();
        await AddAsync(ledger, 1);
        var ending = new TaskCompletionSource();
        var (first, writing) = Overlap(ledger, watched, 5, ending.Task);
        for (var n = 1; n < writing.Count; n++) Assert.Equal(n + 1, (await writing[n - 1]).State.Value);
        // The thread that ended it may still be on its way out of it.
        await Waiting.UntilAsync(() => Task.FromResult(!IsKept(first)), "the first append, which is over, is kept by nobody");
        ending.SetResult();
        Assert.Equal(6, (await writing[^1]).State.Value);
    }

    [Fact]
    public async Task A_repeated_request_that_is_the_newest_is_answered_from_what_is_at_hand()
    {
        var (ledger, watched) = await ProcessAsync();
        for (var n = 1; n <= 5; n++) await AddAsync(ledger, 1, request: $"r{n}");
        Assert.Equal(new("s", new(5, default, default), new(5)), await AddAsync(ledger, 1, request: "r5"));
        Assert.Equal(0, watched.EntriesRead);
        Assert.Equal(new("s", new(3, default, default), new(3)), await AddAsync(ledger, 1, request: "r3"));
        Assert.Equal(3, watched.EntriesRead);
    }

    [Fact]
    public async Task A_database_that_was_restored_to_what_it_was_is_written_on()
    {
        var (ledger, _) = await ProcessAsync();
        for (var n = 1; n <= 5; n++) await AddAsync(ledger, 1);
        await engine.ExecuteAsync(database, "DELETE FROM entries WHERE revision > 2");
        Assert.Equal(new("s", new(3, default, default), new(12)), await AddAsync(ledger, 10).WaitAsync(Waiting.Longest));
        Assert.Equal(new("s", new(3, default, default), new(12)), await ledger.LoadAsync("s"));
    }

    private static bool Comparing((Snapshot<Counter> Written, int[] Seen) one, (Snapshot<Counter> Written, int[] Seen) other) =>
        one.Written == other.Written && one.Seen.SequenceEqual(other.Seen);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsKept(WeakReference<Append> append)
    {
        GC.Collect();
        return append.TryGetTarget(out _);
    }

    /// <summary>Begins so many writes that each is decided on the one before, and lets only the last wait.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference<Append> First, List<Task<Snapshot<Counter>>> Writing) Overlap(
        AggregateStore<Counter, ICounterEvent> ledger, WatchedJournal watched, int many, Task ending)
    {
        WeakReference<Append>? first = null;
        var appends = 0;
        watched.Appending = append =>
        {
            first ??= new(append);
            if (++appends == many) watched.BeforeAppend = () => ending;
        };
        var writing = Enumerable.Range(0, many).Select(_ => AddAsync(ledger, 1)).ToList();
        watched.Appending = null;
        return (first!, writing);
    }
}
