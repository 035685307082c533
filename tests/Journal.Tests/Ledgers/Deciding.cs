using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Journal.Tests.Ledgers;

public sealed partial class LedgerTests
{
    [Fact]
    public async Task Time_never_runs_back_for_the_rules()
    {
        var (ledger, _) = await ProcessAsync();
        var seen = new List<DateTimeOffset>();
        DateTimeOffset[] told = [Start.AddTicks(17), Start.AddHours(-1), Start.AddMicroseconds(1), Start.AddHours(-2), Start.AddHours(1)];
        foreach (var at in told)
        {
            clock.AdjustTime(at);
            await ledger.EnterAsync("s", new("ann"), (state, now) =>
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
        var written = await ledger.EnterAsync("s", new("ann"), (state, now) =>
        {
            seen.Add(now);
            return now < deadline ? state.Add(1).ValidBefore(deadline) : state.Add(2);
        });

        Assert.Equal(new("s", new(1, default, default), new(2)), written);
        Assert.Equal([Start, deadline], seen);
    }

    [Fact]
    public async Task What_comes_in_time_is_entered()
    {
        var (ledger, _) = await ProcessAsync();
        await ledger.EnterAsync("s", new("ann"), (state, now) => state.Add(1).ValidBefore(now.AddMicroseconds(1)));
        Assert.Equal(1, (await ledger.LoadAsync("s")).Revision);
    }

    [Fact]
    public async Task Work_is_entered_with_what_causes_it()
    {
        var woken = 0;
        var (ledger, watched) = await ProcessAsync(due: DueOf, wake: () => woken++);
        await ledger.EnterAsync("s", new("ann"), (_, _) => Two(1, 2));
        Assert.Equal(0, woken);
        Assert.Null(await watched.NextDueAsync());

        clock.Advance(TimeSpan.FromMinutes(1));
        await ledger.EnterAsync("s", new("ann"), (_, _) => Two(10, 20));
        Assert.Equal(1, woken);
        clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(
            [("s@4#1", "10 at 3", Start.AddMinutes(11)), ("s@4#2", "20 at 4", Start.AddMinutes(21))],
            (await watched.LeaseDueAsync(TimeSpan.FromSeconds(30), 9)).Select(work => (work.Id, work.Body, work.DueAt)));
    }

    [Fact]
    public async Task What_is_proposed_can_be_entered_later()
    {
        var (ledger, watched) = await ProcessAsync(due: DueOf);
        await AddAsync(ledger, 1);
        clock.AdjustTime(Start.AddHours(-1));
        var proposed = await ledger.ProposeAsync("s", "clock", (_, now) => Two(10, 20).ValidBefore(now.AddHours(1)));
        Assert.Equal(
            ("s", 1, "clock", null, Start.AddHours(1)),
            (proposed!.Stream, proposed.ExpectedRevision, proposed.Actor, proposed.Request, proposed.Before));
        Assert.Equal(["10 at 2", "20 at 3"], proposed.Due.Select(work => work.Body));
        Assert.Equal(1, (await ledger.LoadAsync("s")).Revision);

        Assert.IsType<Appended.Committed>(await watched.AppendAsync(proposed));
        Assert.Equal(new("s", new(3, default, default), new(31)), await ledger.LoadAsync("s", Freshness.Newest));
    }

    [Fact]
    public async Task Nothing_is_proposed_where_there_is_nothing_to_enter_and_a_refusal_is_thrown()
    {
        var (ledger, _) = await ProcessAsync();
        Assert.Null(await ledger.ProposeAsync("s", "clock", (state, _) => state.Add(0)));
        var refused = await Assert.ThrowsAsync<RefusalException>(() => ledger.ProposeAsync("s", "clock", (state, _) => state.Add(2, limit: 1)));
        Assert.IsType<Full>(refused.Refusal);
    }

    [Fact]
    public async Task A_sealed_text_stands_beside_the_last_entry()
    {
        var (ledger, watched) = await ProcessAsync();
        var naming = new Added(2, Seal.Of("secret"));
        await ledger.EnterAsync("s", new("ann", null, "secret"), (_, _) => Ruling.Enter<ICounterEvent>(new Added(1), naming));
        var texts = new List<string?>();
        await foreach (var entry in watched.ReadAsync("s")) texts.Add(entry.Sealed);
        Assert.Equal([null, "secret"], texts);
    }

    [Fact]
    public async Task What_never_held_is_not_decided_for_ever()
    {
        var (ledger, _) = await ProcessAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => ledger.EnterAsync("s", new("ann"), (state, now) => state.Add(1).ValidBefore(now)));
    }

    private static Ruling<ICounterEvent> Two(int first, int second) => Ruling.Enter<ICounterEvent>(new Added(first), new Added(second));

    /// <summary>Large steps cause work, so many minutes later.</summary>
    private static IEnumerable<NewDueWork> DueOf(ICounterEvent @event, long revision, DateTimeOffset now) =>
        @event is Added { By: >= 10 and var by } ? [new("k", now.AddMinutes(by), $"{by} at {revision}")] : [];
}
