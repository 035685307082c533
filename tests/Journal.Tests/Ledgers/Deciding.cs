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
}
