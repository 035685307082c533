using NatoServices.ServiceDefaults;

namespace NatoServices.Journal.Tests.Staleness;

/// <summary>What others announce, and how far it is relied on.</summary>
public sealed partial class HeadsTests
{
    [Fact]
    public async Task An_announcement_moves_the_head_and_prolongs_no_lease()
    {
        await ReadAsync();
        clock.Advance(Timings.Default.Lease / 2);
        announcing.Move("s", At(2));
        announcing.Move("t", At(9));
        Assert.Equal((2, 1), (await ReadAsync(), asked));
        Assert.Equal((0, 2), (heads.Heard("t").Revision, heads.Heard("s").Revision));
        newest = 3;
        clock.Advance(Timings.Default.Lease / 2);
        Assert.Equal((3, 2), (await ReadAsync(), asked));
        announcing.Move("s", At(2));
        Assert.Equal(3, await ReadAsync());
    }

    [Fact]
    public async Task What_was_announced_and_the_owner_does_not_have_is_forgotten()
    {
        await ReadAsync();
        clock.Advance(Timings.Default.Lease);
        announcing.Move("s", At(9));
        Assert.Equal((1, 2), (await ReadAsync(), asked));
        // Else every reading would ask from now on.
        Assert.Equal((1, 2), (await ReadAsync(), asked));
    }

    [Fact]
    public async Task What_was_forgotten_is_asked_for()
    {
        await ReadAsync();
        heads.Forget("s");
        Assert.Null(heads.CheckedAt("s"));
        Assert.Equal((0, 1, 2), (heads.Heard("s").Revision, await ReadAsync(), asked));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(60_000, true)]
    [InlineData(-499, false)]
    [InlineData(-500, true)]
    [InlineData(-60_000, true)]
    public async Task What_another_process_checked_is_relied_on_for_the_lease_by_both_clocks(int ageInMilliseconds, bool asks)
    {
        (announcing.Told, newest) = (new(At(1), clock.GetUtcNow() - TimeSpan.FromMilliseconds(ageInMilliseconds)), 2);
        Assert.Equal(asks ? (2, 1) : (1, 0), (await ReadAsync(), asked));
        // One that runs ahead makes it look younger, and prolongs the lease by as much.
        clock.Advance(Timings.Default.Lease + TimeSpan.FromMilliseconds(Math.Max(0, -ageInMilliseconds)));
        Assert.Equal(2, await ReadAsync());
    }

    [Fact]
    public async Task An_announcement_behind_what_is_known_is_not_relied_on()
    {
        newest = 3;
        await ReadAsync();
        clock.Advance(Timings.Default.Lease);
        announcing.Told = new(At(2), clock.GetUtcNow());
        Assert.Equal((3, 2), (await ReadAsync(), asked));
    }
}
