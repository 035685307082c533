using Nato.Consensus.V1;
using NatoServices.Domain;
using NatoServices.Services.Tests.Consensus;

namespace NatoServices.Services.Tests.Watching;

/// <summary>Nothing is queued for a watcher that doesn't read: when it does, it gets the newest.</summary>
public sealed class SlowReaderTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    private const int Changes = 150;

    [Fact]
    public async Task What_a_slow_reader_missed_is_skipped_and_a_fast_one_beside_it_sees_every_change()
    {
        var selection = await services.OpenAsync("slow");
        foreach (var member in (string[])["FRA", "NLD", "POL"]) await services.RecordLongAsync(selection, member);
        using var slow = services.WatchStanding(selection);
        using var fast = services.WatchStanding(selection);
        await slow.NextAsync();
        await fast.NextAsync();

        var newest = 0L;
        for (var change = 0; change < Changes; change++)
        {
            newest = await services.RecordLongAsync(selection, "FRA");
            Assert.Equal(newest, RevisionOf(await fast.NextAsync(m => m.Standing is not null && RevisionOf(m) >= newest)));
        }

        var read = 1;
        while (RevisionOf(await slow.NextAsync()) < newest) read++;
        Assert.InRange(read, 1, Changes / 3);

        long RevisionOf(WatchStandingResponse message) => RevisionToken.Parse(message.RevisionToken)!.Of($"selection/{selection}");
    }
}
