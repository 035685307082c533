using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

public abstract partial class JournalAcceptance
{
    [EngineFact]
    public async Task Many_writers_on_one_stream_lose_nothing_and_enter_nothing_twice()
    {
        var elsewhere = await OpenAsync();
        string[] bodies = [.. Enumerable.Range(0, 120).Select(n => $"{n}")];
        var entered = await Task.WhenAll(bodies.Select((body, n) => Task.Run(() => InsistAsync(n % 2 == 0 ? Journal : elsewhere, "s", body))));

        var read = await ReadAllAsync(Journal, "s");
        Assert.Equal(bodies.Order(), read.Select(e => e.Body).Order());
        Assert.Equal(read.Select(Plain), entered.OrderBy(e => e.Revision).Select(Plain));
        await AssertChainAsync(Journal, "s", bodies.Length);
    }

    [EngineFact]
    public async Task Many_writers_on_many_streams_do_not_disturb_each_other()
    {
        var elsewhere = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(n => Task.Run(async () =>
        {
            for (var revision = 0; revision < 20; revision++) await CommitAsync(n % 2 == 0 ? Journal : elsewhere, One($"s{n}", revision));
        })));
        for (var n = 0; n < 24; n++) await AssertChainAsync(Journal, $"s{n}", 20);
    }

    [EngineFact]
    public async Task The_same_request_many_times_at_once_is_entered_once()
    {
        var elsewhere = await OpenAsync();
        await CommitAsync(Journal, One("s", 0));
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => Task.Run(
            () => (n % 2 == 0 ? Journal : elsewhere).AppendAsync(One("s", 1, "r")))));

        var committed = Assert.Single(answers.OfType<Appended.Committed>());
        Assert.All(
            answers.Where(a => a != committed),
            a => Assert.Equal(Plain(committed.Entries[0]), Plain(Assert.IsType<Appended.RequestKnown>(a).Last)));
        await AssertChainAsync(Journal, "s", 2);
    }

    [EngineFact]
    public async Task Of_different_requests_at_one_revision_one_is_entered_and_the_others_learn_that_it_moved()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Task.Run(() => Journal.AppendAsync(One("s", 0, $"r{n}")))));
        Assert.Single(answers.OfType<Appended.Committed>());
        Assert.Equal(39, answers.Count(a => a is Appended.Moved { Revision: 1 }));
    }

    [EngineFact]
    public async Task A_failing_or_conflicting_append_does_no_harm_to_its_neighbours()
    {
        // The work that entry 1 of "broken" causes is there already: a programming error, as no caller could make it.
        await TamperAsync("INSERT INTO due_work (id, stream, kind, due_at, body) VALUES ('broken@1#1', 'broken', 'k', 99999999999999999, '')");
        await CommitAsync(Journal, One("taken", 0));
        var good = new List<Task<Appended>>();
        var conflicting = new List<Task<Appended>>();
        var failing = new List<Task<Appended>>();
        for (var n = 0; n < 30; n++)
        {
            good.Add(Journal.AppendAsync(One($"good{n}", 0)));
            conflicting.Add(Journal.AppendAsync(One("taken", 0)));
            failing.Add(Journal.AppendAsync(One("broken", 0) with { Due = [new("k", Start, "")] }));
        }

        Assert.All(await Task.WhenAll(good), a => Assert.IsType<Appended.Committed>(a));
        Assert.All(await Task.WhenAll(conflicting), a => Assert.IsType<Appended.Moved>(a));
        foreach (var failed in failing)
        {
            var failure = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => failed);
            Assert.IsNotType<JournalUnavailableException>(failure);
        }
        for (var n = 0; n < 30; n++) await AssertChainAsync(Journal, $"good{n}", 1);
        await AssertChainAsync(Journal, "taken", 1);
        await AssertChainAsync(Journal, "broken", 0);
    }

    [EngineFact]
    public async Task A_caller_that_gives_up_before_writes_nothing()
    {
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Journal.AppendAsync(One("s", 0), given.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Journal.HeadAsync("s", given.Token));
        await AssertChainAsync(Journal, "s", 0);
    }

    [EngineFact]
    public async Task Callers_that_give_up_meanwhile_leave_a_whole_record()
    {
        using var giveUp = new CancellationTokenSource();
        var acknowledged = 0;
        var callers = Enumerable.Range(0, 16).Select(n => Task.Run(async () =>
        {
            for (var revision = 0; ; revision++)
            {
                await CommitAsync(Journal, One($"s{n}", revision));
                if (Interlocked.Increment(ref acknowledged) == 64) await giveUp.CancelAsync();
                await Journal.AppendAsync(One($"s{n}", ++revision), giveUp.Token);
            }
        })).ToArray();
        foreach (var caller in callers) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);

        for (var n = 0; n < 16; n++)
        {
            await InsistAsync(Journal, $"s{n}", "after");
            var check = await HashChain.VerifyAsync($"s{n}", Journal.ReadAsync($"s{n}"));
            Assert.Null(check.FirstBroken);
        }
    }

    [EngineFact]
    public async Task Several_that_open_a_new_database_at_once_all_can_use_it()
    {
        database = await engine.NewDatabaseAsync();
        var journals = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Journals.OpenAsync(database, Clock))));
        opened.AddRange(journals);
        await Task.WhenAll(journals.Select(journal => InsistAsync(journal, "s", "")));
        await AssertChainAsync(Journal = journals[0], "s", 6);
    }
}
