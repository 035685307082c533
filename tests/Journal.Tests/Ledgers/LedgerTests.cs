using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Time.Testing;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Journal.Tests.Engines;
using NatoServices.ServiceDefaults;

namespace NatoServices.Journal.Tests.Ledgers;

/// <summary>What a ledger promises its callers. What it tells the rules, and what it takes from them, has a file of its own.</summary>
public sealed partial class LedgerTests(SqliteEngine engine) : IClassFixture<SqliteEngine>, IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2024, 2, 22, 9, 30, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Start);

    private readonly List<IAsyncDisposable> opened = [];

    private string database = "";

    public async Task InitializeAsync() => database = await engine.NewDatabaseAsync();

    public async Task DisposeAsync()
    {
        foreach (var journal in opened) await journal.DisposeAsync();
    }

    [Fact]
    public async Task Concurrent_writers_each_decide_on_what_is_there()
    {
        var (ledger, _) = await ProcessAsync();
        var (elsewhere, _) = await ProcessAsync();
        var written = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => Task.Run(async () =>
        {
            try
            {
                return await AddAsync(n % 2 == 0 ? ledger : elsewhere, by: 1, limit: 40);
            }
            catch (RefusalException e) when (e.Refusal is Full)
            {
                return null;
            }
        })));

        Assert.Equal(Enumerable.Range(1, 40), written.OfType<Snapshot<Counter>>().Select(s => s.State.Value).Order());
        Assert.Equal(new("s", new(40, default, default), new(40)), await elsewhere.LoadAsync("s", Freshness.Newest));
    }

    [Fact]
    public async Task A_repeated_request_is_answered_as_it_was()
    {
        var (ledger, _) = await ProcessAsync();
        var first = await AddAsync(ledger, 1, request: "r");
        await AddAsync(ledger, 5);
        Assert.Equal(first, await AddAsync(ledger, 1, request: "r"));
        Assert.Equal(first, await AddAsync((await ProcessAsync()).AggregateStore, 1, request: "r"));
        Assert.Equal(6, (await ledger.LoadAsync("s")).State.Value);
    }

    [Fact]
    public async Task The_same_request_in_two_processes_is_not_refused_by_its_own_effect()
    {
        var (ledger, watched) = await ProcessAsync();
        var (elsewhere, _) = await ProcessAsync();
        watched.BeforeHead = () => AddAsync(elsewhere, 1, limit: 1, request: "r");
        Assert.Equal(new("s", new(1, default, default), new(1)), await AddAsync(ledger, 1, limit: 1, request: "r"));
    }

    [Fact]
    public async Task The_same_request_entered_by_another_process_meanwhile_is_answered_as_it_was()
    {
        var (ledger, watched) = await ProcessAsync();
        var (elsewhere, _) = await ProcessAsync();
        watched.BeforeAppend = () => AddAsync(elsewhere, 1, request: "r");
        Assert.Equal(new("s", new(1, default, default), new(1)), await AddAsync(ledger, 1, request: "r"));
    }

    [Fact]
    public async Task Another_request_under_a_known_id_is_refused()
    {
        var (ledger, _) = await ProcessAsync();
        await AddAsync(ledger, 1, request: "r");
        var refused = await Assert.ThrowsAsync<RefusalException>(() => AddAsync(ledger, 2, request: "r"));
        Assert.Equal(new RequestIdReused("r", 1).Message, Assert.IsType<RequestIdReused>(refused.Refusal).Message);
    }

    [Fact]
    public async Task Nothing_to_enter_enters_nothing()
    {
        var (ledger, _) = await ProcessAsync();
        Assert.Equal(new("s", new(0, default, default), Counter.Zero), await AddAsync(ledger, 0));
        await AddAsync(ledger, 3);
        Assert.Equal(new("s", new(1, default, default), new(3)), await AddAsync(ledger, 0));
    }

    [Fact]
    public async Task A_revision_that_the_record_has_not_reached_is_refused()
    {
        var (ledger, _) = await ProcessAsync();
        await AddAsync(ledger, 1);
        Assert.Equal(1, (await ledger.ReadAsync("s", new(AtLeast: 1))).Value!.Revision);
        var refused = Assert.IsType<RevisionNotReached>((await ledger.ReadAsync("s", new(AtLeast: 2))).Refusal);
        Assert.Equal((2, 1), (refused.Asked, refused.Reached));
    }

    [Fact]
    public async Task What_is_at_hand_is_not_read_again()
    {
        var (ledger, watched) = await ProcessAsync();
        var (elsewhere, _) = await ProcessAsync();
        for (var n = 0; n < 10; n++) await AddAsync(elsewhere, 1);
        await ledger.LoadAsync("s");
        Assert.Equal(10, watched.EntriesRead);
        await AddAsync(elsewhere, 1);
        Assert.Equal(11, (await ledger.LoadAsync("s", Freshness.Newest)).State.Value);
        Assert.Equal(11, (await ledger.LoadAsync("s")).Revision);
        Assert.Equal(11, watched.EntriesRead);
    }

    [Fact]
    public async Task A_process_that_meets_a_stream_takes_its_snapshot_from_the_shared_cache()
    {
        var cache = new ManglingCache(value => value);
        await AddAsync((await ProcessAsync(cache)).AggregateStore, 7);
        await (await ProcessAsync(cache)).AggregateStore.LoadAsync("s");
        await cache.Stored;

        var (ledger, watched) = await ProcessAsync(cache);
        Assert.Equal(new("s", new(1, default, default), new(7)), await ledger.LoadAsync("s"));
        Assert.Equal(0, watched.EntriesRead);
    }

    public static TheoryData<Func<byte[], byte[]>> Manglings => new()
    {
        _ => [],
        _ => [1, 2, 3],
        value => value[..^3],
        value => [.. value.Select(b => b == (byte)'{' ? (byte)'[' : b)],
        value => [.. value.Reverse()],
    };

    [Theory]
    [MemberData(nameof(Manglings))]
    public async Task What_cannot_be_read_from_the_shared_cache_is_computed(Func<byte[], byte[]> mangling)
    {
        var cache = new ManglingCache(mangling);
        await AddAsync((await ProcessAsync()).AggregateStore, 7);
        await (await ProcessAsync(cache)).AggregateStore.LoadAsync("s");
        await cache.Stored;
        Assert.Equal(new("s", new(1, default, default), new(7)), await (await ProcessAsync(cache)).AggregateStore.LoadAsync("s"));
    }

    [Fact]
    public async Task A_shared_cache_that_is_away_fails_nothing()
    {
        await AddAsync((await ProcessAsync(new AwayCache())).AggregateStore, 7);
        Assert.Equal(new("s", new(1, default, default), new(7)), await (await ProcessAsync(new AwayCache())).AggregateStore.LoadAsync("s"));
    }

    private static Task<Snapshot<Counter>> AddAsync(
        AggregateStore<Counter, ICounterEvent> ledger, int by, int limit = int.MaxValue, string? request = null) =>
        ledger.EnterAsync("s", new("ann", request is null ? null : new(request, new[] { (byte)by })), (state, _) => state.Add(by, limit));

    /// <summary>A ledger as a process of its own would have it.</summary>
    private async Task<(AggregateStore<Counter, ICounterEvent> AggregateStore, WatchedJournal Watched)> ProcessAsync(
        IDistributedCache? cache = null, DueOf<ICounterEvent>? due = null, Action? wake = null)
    {
        var watched = new WatchedJournal(await Journals.OpenAsync(database, clock));
        opened.Add(watched);
        var json = new CounterJson(EventCodec.Options);
        return (new(
            watched, new EventCodec<ICounterEvent>(json, typeof(Added)), new SnapshotCache<Counter>(Caches.Of(cache), json.Counter, "counters-v1", Timings.Default),
            new StreamVersions(new NoAnnouncements(), clock, Timings.Default), clock, Counter.Zero, Counter.Apply, due, wake), watched);
    }
}
