using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

public abstract partial class JournalAcceptance
{
    [EngineFact]
    public async Task Work_keeps_the_span_of_the_entry_that_caused_it_and_does_without_one()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await CommitAsync(Journal, One("s", 0) with { Trace = trace, Due = [new("k", Start, "")] });
        await CommitAsync(Journal, One("t", 0) with { Due = [new("k", Start.AddTicks(10), "")] });
        Clock.Advance(TimeSpan.FromSeconds(1));

        var taken = await Journal.LeaseDueAsync(Lease, 10);
        Assert.Equal([trace, null], taken.Select(work => work.Trace));
        Assert.Equal("b7ad6b7169203331", Signals.Caused(taken[0].Trace).SpanId.ToHexString());
        Assert.Equal(default, Signals.Caused(taken[1].Trace));

        // As an earlier version has left it, or somebody else.
        await Journal.PostponeAsync(taken[0], Clock.GetUtcNow());
        await TamperAsync("UPDATE due_work SET trace = 'nonsense'");
        var again = Assert.Single(await Journal.LeaseDueAsync(Lease, 10));
        Assert.Equal(default, Signals.Caused(again.Trace));
        Assert.IsType<Appended.Committed>(await Journal.CompleteAsync(again, null));
    }

    [EngineFact]
    public async Task How_much_work_there_is_is_told_by_kind()
    {
        Assert.Empty(await Journal.BacklogAsync());
        await CommitAsync(Journal, One("s", 0) with
        {
            Due = [new("a", Start.AddHours(2), ""), new("a", Start.AddHours(1), ""), new("b", Start, "")],
        });
        Assert.Equal(
            [new("a", 2, Start.AddHours(1)), new("b", 1, Start)], (await Journal.BacklogAsync()).OrderBy(of => of.Kind, StringComparer.Ordinal));
        Assert.IsType<Appended.Committed>(await Journal.CompleteAsync(Assert.Single(await Journal.LeaseDueAsync(Lease, 10)), null));
        Assert.Equal(["a"], (await Journal.BacklogAsync()).Select(of => of.Kind));
    }
}
