using Nato.Consensus.V1;
using NatoServices.Services.Tests.Consensus;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;

namespace NatoServices.Services.Tests.Watching;

/// <summary>A watch of a record gives every entry exactly once, in order, whatever happens meanwhile.</summary>
public sealed class EntryWatchTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    [Fact]
    public async Task From_any_revision_on_it_gives_the_entries_that_are_there_and_then_each_as_it_comes()
    {
        var selection = await services.OpenAsync("any");
        for (var entry = 2; entry <= 5; entry++) await services.RecordLongAsync(selection);
        var watches = Enumerable.Range(0, 6).Select(after => services.WatchEntries(selection, after)).ToList();
        for (var after = 0; after < 5; after++) Assert.Equal([.. Numbers(after + 1, 5)], await RevisionsAsync(watches[after], 5 - after));
        var heartbeat = await watches[5].NextAsync();
        Assert.Equal((null, 5), (heartbeat.Entry, heartbeat.Revision));

        await services.RecordLongAsync(selection);

        var listed = (await services.Consensus.ListEntriesAsync(new() { Selection = selection, AfterRevision = 5 })).Entries;
        foreach (var watch in watches) Assert.Equal(Assert.Single(listed), (await watch.NextAsync(m => m.Entry is not null)).Entry);
        watches.ForEach(watch => watch.Dispose());
    }

    [Fact]
    public async Task While_no_entry_comes_a_heartbeat_says_after_which_to_resume()
    {
        var selection = await services.OpenAsync("quiet");
        using var watch = services.WatchEntries(selection);
        Assert.Equal(1, (await watch.NextAsync()).Entry.Recorded.Revision);

        var come = await watch.ComingAsync(TimeSpan.FromSeconds(32));

        Assert.InRange(come.Count, 0, 2);
        if (come.Count == 0) come.Add(await watch.NextAsync());
        Assert.All(come, m => Assert.Equal((null, 1), (m.Entry, m.Revision)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Across_reconnections_at_any_point_while_many_write_nothing_is_missed_or_repeated(int seed)
    {
        const int Writers = 4, Each = 60, Last = 1 + (Writers * Each);
        var selection = await services.OpenAsync($"reconnected-{seed}");
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            for (var entry = 0; entry < Each; entry++) await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        }));

        var got = new List<RecordEntry>();
        for (var random = new Random(seed); got.Count < Last;)
        {
            using var watch = services.WatchEntries(selection, got.Count == 0 ? 0 : got[^1].Recorded.Revision);
            for (var more = random.Next(1, 40); more > 0 && got.Count < Last; more--)
                if ((await watch.NextAsync()).Entry is { } entry) got.Add(entry);
        }

        await writing;
        Assert.Equal((await services.Consensus.ListEntriesAsync(new() { Selection = selection, PageSize = 1000 })).Entries, got);
        Assert.Equal([.. Numbers(1, Last)], got.Select(e => e.Recorded.Revision));
    }

    [Fact]
    public async Task Who_falls_further_behind_than_the_entries_at_hand_misses_none()
    {
        var selection = await services.OpenAsync("behind");
        using var slow = services.WatchEntries(selection);
        using var fast = services.WatchEntries(selection);
        await slow.NextAsync();
        await fast.NextAsync();
        const int Last = 420;
        for (var revision = 2; revision <= Last; revision++) Assert.Equal(revision, await services.RecordLongAsync(selection));

        Assert.Equal([.. Numbers(2, Last)], await RevisionsAsync(fast, Last - 1));
        var writing = services.RecordLongAsync(selection);
        Assert.Equal([.. Numbers(2, Last + 1)], await RevisionsAsync(slow, Last));
        await writing;
        using var late = services.WatchEntries(selection, 3);
        Assert.Equal([.. Numbers(4, Last + 1)], await RevisionsAsync(late, Last - 2));
    }

    /// <summary>The revisions of so many entries; heartbeats between them are left out.</summary>
    private static async Task<List<long>> RevisionsAsync(Watcher<WatchEntriesResponse> watch, int count)
    {
        var revisions = new List<long>();
        while (revisions.Count < count)
            if (await watch.NextAsync() is { Entry: not null } message) revisions.Add(message.Revision);
        return revisions;
    }

    private static IEnumerable<long> Numbers(long first, long last)
    {
        for (var number = first; number <= last; number++) yield return number;
    }
}
