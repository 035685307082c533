using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

public abstract partial class JournalAcceptance
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [EngineFact]
    public async Task Due_work_waits_for_its_moment_and_names_its_entry()
    {
        var dueAt = Start.AddMinutes(1).AddMicroseconds(7);
        await CommitAsync(Journal, new("selection/x", 0, [new("A", "{}"), new("B", "{}")], "a")
        {
            Due = [new("silence", dueAt, "{\"n\":1}"), new("message", Start, "{\"n\":2}")],
        });

        var message = Assert.Single(await Journal.LeaseDueAsync(Lease, 10));
        Assert.Equal(new DueWork("selection/x@2#2", "selection/x", "message", Start, "{\"n\":2}", 1, Start + Lease), message);
        Assert.Equal(new Appended.Committed([]).Entries, Assert.IsType<Appended.Committed>(await Journal.CompleteAsync(message, null)).Entries);

        Assert.Equal(dueAt, await Journal.NextDueAsync());
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await Journal.LeaseDueAsync(Lease, 10));
        Clock.Advance(TimeSpan.FromMicroseconds(7));
        Assert.Equal("selection/x@2#1", Assert.Single(await Journal.LeaseDueAsync(Lease, 10)).Id);
    }

    [EngineFact]
    public async Task Work_of_an_append_that_is_not_entered_does_not_exist()
    {
        await CommitAsync(Journal, One("s", 0, "r"));
        await Journal.AppendAsync(One("s", 0) with { Due = [new("k", Start, "")] });
        await Journal.AppendAsync(One("s", 1, "r") with { Due = [new("k", Start, "")] });
        Assert.Null(await Journal.NextDueAsync());
    }

    [EngineFact]
    public async Task The_longest_due_comes_first()
    {
        await CommitAsync(Journal, One("s", 0) with
        {
            Due = [.. ((int[])[5, 1, 4, 2, 3]).Select(minute => new NewDueWork("k", Start.AddMinutes(minute), $"{minute}"))],
        });
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["1", "2"], (await Journal.LeaseDueAsync(Lease, 2)).Select(w => w.Body));
        Assert.Equal(["3", "4", "5"], (await Journal.LeaseDueAsync(Lease, 10)).Select(w => w.Body));
    }

    [EngineFact]
    public async Task Many_that_take_work_at_once_take_each_piece_once()
    {
        var elsewhere = await OpenAsync();
        await CommitAsync(Journal, One("s", 0) with { Due = [.. Enumerable.Range(0, 100).Select(n => new NewDueWork("k", Start, $"{n}"))] });
        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Task.Run(
            () => (n % 2 == 0 ? Journal : elsewhere).LeaseDueAsync(Lease, 3))));

        Assert.All(taken, some => Assert.InRange(some.Count, 0, 3));
        List<DueWork> all = [.. taken.SelectMany(some => some), .. await Journal.LeaseDueAsync(Lease, 100)];
        Assert.Equal(100, all.Select(w => w.Id).Distinct().Count());
        Assert.Equal(100, all.Count);
    }

    [EngineFact]
    public async Task When_a_lease_runs_out_another_takes_over_and_the_first_can_do_no_more()
    {
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start, "")] });
        var first = Assert.Single(await Journal.LeaseDueAsync(Lease, 1));
        Assert.Empty(await Journal.LeaseDueAsync(Lease, 1));
        Assert.Equal(first.LeasedUntil, await Journal.NextDueAsync());

        Clock.Advance(Lease);
        var second = Assert.Single(await (await OpenAsync()).LeaseDueAsync(Lease, 1));
        Assert.Equal((first.Id, 2), (second.Id, second.Attempts));

        Assert.Null(await Journal.CompleteAsync(first, One("s", 1)));
        Assert.False(await Journal.PostponeAsync(first, Start));
        await AssertChainAsync(Journal, "s", 1);
        Assert.IsType<Appended.Committed>(await Journal.CompleteAsync(second, One("s", 1)));
        Assert.Null(await Journal.CompleteAsync(second, One("s", 2)));
        Assert.Null(await Journal.NextDueAsync());
        await AssertChainAsync(Journal, "s", 2);
    }

    [EngineFact]
    public async Task A_piece_given_back_and_taken_again_at_once_is_no_longer_the_first_takers()
    {
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start, "")] });
        var first = Assert.Single(await Journal.LeaseDueAsync(Lease, 1));
        Assert.True(await Journal.PostponeAsync(first, Start));
        var second = Assert.Single(await Journal.LeaseDueAsync(Lease, 1));
        Assert.Equal(first.LeasedUntil, second.LeasedUntil);
        Assert.Null(await Journal.CompleteAsync(first, null));
        Assert.NotNull(await Journal.CompleteAsync(second, null));
    }

    [EngineFact]
    public async Task A_piece_that_comes_again_counts_its_attempts_afresh_and_is_no_longer_its_former_takers()
    {
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start, "")] });
        var first = Assert.Single(await Journal.LeaseDueAsync(Lease, 1));
        Assert.True(await Journal.PostponeAsync(first, Start, afresh: true));
        Assert.False(await Journal.PostponeAsync(first, Start, afresh: true));

        // Taken again at once, it looks the same to its two takers: still only one of them holds it.
        var second = Assert.Single(await Journal.LeaseDueAsync(Lease, 1));
        Assert.Equal((first.Attempts, first.LeasedUntil), (second.Attempts, second.LeasedUntil));
        Assert.Null(await Journal.CompleteAsync(first, One("s", 1)));
        Assert.False(await Journal.PostponeAsync(first, Start.AddHours(1), afresh: true));

        Assert.True(await Journal.PostponeAsync(second, Start.AddHours(1), afresh: true));
        Assert.Equal(Start.AddHours(1), await Journal.NextDueAsync());
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, Assert.Single(await Journal.LeaseDueAsync(Lease, 1)).Attempts);
        await AssertChainAsync(Journal, "s", 1);
    }

    [EngineFact]
    public async Task Work_whose_outcome_is_not_entered_stays_leased()
    {
        await CommitAsync(Journal, One("s", 0, "r") with { Due = [new("k", Start, "")] });
        var work = Assert.Single(await Journal.LeaseDueAsync(Lease, 1));
        Assert.Equal(new Appended.Moved(1), await Journal.CompleteAsync(work, One("s", 0)));
        Assert.IsType<Appended.RequestKnown>(await Journal.CompleteAsync(work, One("s", 1, "r")));
        Assert.Equal(new Appended.TooLate(Start), await Journal.CompleteAsync(work, One("s", 1) with { Before = Start }));
        Assert.Equal(work.LeasedUntil, await Journal.NextDueAsync());
        Assert.IsType<Appended.Committed>(await Journal.CompleteAsync(work, One("s", 1)));
        await AssertChainAsync(Journal, "s", 2);
    }

    [EngineFact]
    public async Task A_piece_completed_by_several_at_once_has_one_outcome()
    {
        var elsewhere = await OpenAsync();
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start, "")] });
        var work = Assert.Single(await Journal.LeaseDueAsync(Lease, 1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(
            () => (n % 2 == 0 ? Journal : elsewhere).CompleteAsync(work, One("outcome" + n, 0)))));
        Assert.Single(answers.OfType<Appended.Committed>());
        Assert.Equal(19, answers.Count(a => a is null));
        Assert.Single(await Journal.ListStreamsAsync("outcome", "", 100));
    }

    [EngineFact]
    public async Task Work_is_taken_by_its_taker_or_free_if_its_taker_is_cancelled_meanwhile()
    {
        await CommitAsync(Journal, One("s", 0) with { Due = [new("k", Start, "")] });
        using var cancelled = new CancellationTokenSource();
        await using var elsewhere = await Journals.OpenAsync(database, new CancellingClock(Start, cancelled));
        List<DueWork> taken = [];
        try
        {
            taken.AddRange(await elsewhere.LeaseDueAsync(Lease, 1, cancelled.Token));
        }
        catch (OperationCanceledException)
        {
            // Then it must be free.
        }
        Assert.True(cancelled.IsCancellationRequested);
        taken.AddRange(await Journal.LeaseDueAsync(Lease, 1));
        Assert.Single(taken);
    }

    /// <summary>The journal asks it for the time as it begins an operation; then it cancels.</summary>
    private sealed class CancellingClock(DateTimeOffset now, CancellationTokenSource cancelled) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            cancelled.Cancel();
            return now;
        }
    }
}
