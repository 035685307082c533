using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

public abstract partial class JournalAcceptance
{
    [EngineFact]
    public async Task What_was_decided_on_an_append_stands_right_after_it()
    {
        var first = One("s", 0);
        Assert.True(first.Progress.Hash.IsEmpty);
        var committed = await CommitAsync(Journal, first);
        Assert.Equal(committed.Entries[^1].Hash.ToArray(), first.Progress.Hash.ToArray());
        await CommitAsync(Journal, One("s", 1) with { After = first.Progress });
        await AssertChainAsync(Journal, "s", 2);
    }

    [EngineFact]
    public async Task What_was_decided_on_an_append_that_another_came_before_does_not_stand()
    {
        var (first, other) = (One("s", 0, body: "1"), One("s", 0, body: "2"));
        await CommitAsync(await OpenAsync(), other);
        Assert.IsType<Appended.Moved>(await Journal.AppendAsync(first));
        // The revision is that which it expects, and what stands there is not what it was decided on.
        Assert.Equal(new Appended.Moved(1), await Journal.AppendAsync(One("s", 1) with { After = first.Progress }));
        await AssertChainAsync(Journal, "s", 1);
    }

    [EngineFact]
    public async Task What_was_decided_on_an_append_that_failed_does_not_stand()
    {
        await TamperAsync("INSERT INTO due_work (id, stream, kind, due_at, body) VALUES ('s@1#1', 's', 'k', 99999999999999999, '')");
        var failing = One("s", 0) with { Due = [new("k", Start, "")] };
        var (failed, following) = (Journal.AppendAsync(failing), Journal.AppendAsync(One("s", 1) with { After = failing.Progress }));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => failed);
        Assert.Equal(new Appended.Moved(0), await following);
        await CommitAsync(Journal, One("s", 0, body: "another"));
        Assert.Equal(new Appended.Moved(1), await Journal.AppendAsync(One("s", 1) with { After = failing.Progress }));
    }

    [EngineFact]
    public async Task Appends_that_follow_each_other_are_carried_out_in_the_order_of_the_calls()
    {
        const int Many = 600;
        var appends = new List<Append> { One("s", 0) };
        for (var n = 1; n < Many; n++) appends.Add(One("s", n) with { After = appends[^1].Progress });
        var outcomes = await Task.WhenAll(appends.Select(append => Journal.AppendAsync(append)).ToList());
        Assert.All(outcomes, outcome => Assert.IsType<Appended.Committed>(outcome));
        await AssertChainAsync(Journal, "s", Many);
    }

    [EngineFact]
    public async Task A_known_request_wins_over_what_it_follows()
    {
        await CommitAsync(Journal, One("s", 0, "r"));
        Assert.IsType<Appended.RequestKnown>(await Journal.AppendAsync(One("s", 1, "r") with { After = One("s", 0).Progress }));
    }
}
