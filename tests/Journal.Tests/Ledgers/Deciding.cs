namespace NatoServices.Journal.Tests.Ledgers;

public sealed partial class LedgerTests
{
    [Fact]
    public async Task Time_never_runs_back_for_the_rules()
    {
        var (ledger, _) = await ProcessAsync();
        var seen = new List<DateTimeOffset>();
        foreach (var at in (DateTimeOffset[])[Start.AddTicks(17), Start.AddHours(-1), Start.AddMicroseconds(1), Start.AddHours(-2), Start.AddHours(1)])
        {
            clock.AdjustTime(at);
            await ledger.WriteAsync("s", new("ann"), (state, now) =>
            {
                seen.Add(now);
                return state.Add(1);
            });
        }

        var second = Start.AddMicroseconds(1);
        Assert.Equal([second, second, second, second, Start.AddHours(1)], seen);
    }

    [Fact]
    public async Task What_comes_too_late_is_decided_again_later()
    {
        var (ledger, watched) = await ProcessAsync();
        var deadline = Start.AddMinutes(1);
        var seen = new List<DateTimeOffset>();
        watched.BeforeAppend = () =>
        {
            clock.AdjustTime(deadline);
            return Task.CompletedTask;
        };
        // When the rules are asked again, the clock has gone back: the journal has seen the deadline all the same.
        watched.AfterAppend = () => clock.AdjustTime(Start);
        var written = await ledger.WriteAsync("s", new("ann"), (state, now) =>
        {
            seen.Add(now);
            return now < deadline ? state.Add(1).ValidBefore(deadline) : state.Add(2);
        });

        Assert.Equal(new("s", 1, new(2)), written);
        Assert.Equal([Start, deadline], seen);
    }

    [Fact]
    public async Task What_comes_in_time_is_entered()
    {
        var (ledger, _) = await ProcessAsync();
        await ledger.WriteAsync("s", new("ann"), (state, now) => state.Add(1).ValidBefore(now.AddMicroseconds(1)));
        Assert.Equal(1, (await ledger.ReadAsync("s")).Revision);
    }

    [Fact]
    public async Task What_never_held_is_not_decided_for_ever()
    {
        var (ledger, _) = await ProcessAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => ledger.WriteAsync("s", new("ann"), (state, now) => state.Add(1).ValidBefore(now)));
    }
}
