using Microsoft.Extensions.Time.Testing;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Journal.Tests.Staleness;

/// <summary>What rests on a stream at a head holds for as long as nobody needs to look again, and no longer.</summary>
public sealed class ValidityLeaseTests : IDisposable
{
    private const string Stream = "s";

    private readonly FakeTimeProvider clock = new(new(2024, 2, 22, 9, 30, 0, TimeSpan.Zero));

    private readonly Announcing announcing = new();

    private readonly StreamVersions heads;

    public ValidityLeaseTests() => heads = new(announcing, clock, Timings.Default);

    public void Dispose() => heads.Dispose();

    [Fact]
    public async Task It_holds_for_a_lease_after_each_look_and_is_due_ahead_of_its_end()
    {
        var moment = TimeSpan.FromMilliseconds(1);
        var lease = heads.Rest(Stream, await LookAsync(1));
        for (var look = 0; look < 3; look++)
        {
            Assert.Equal((true, false), (Holds(lease), lease.IsDue(clock.GetTimestamp())));
            clock.Advance(Timings.Default.LeaseRenewal - moment);
            Assert.Equal((true, false), (Holds(lease), lease.IsDue(clock.GetTimestamp())));
            clock.Advance(moment);
            Assert.Equal((true, true), (Holds(lease), lease.IsDue(clock.GetTimestamp())));
            clock.Advance(Timings.Default.Lease - Timings.Default.LeaseRenewal - moment);
            Assert.True(Holds(lease));
            clock.Advance(moment);
            Assert.False(Holds(lease));
            await LookAsync(1);
        }
    }

    [Fact]
    public async Task It_ends_as_soon_as_the_stream_has_moved_here_or_elsewhere()
    {
        var first = heads.Rest(Stream, await LookAsync(1));
        announcing.Move(Stream, At(2));
        Assert.False(Holds(first));

        var second = heads.Rest(Stream, await LookAsync(2));
        Assert.True(Holds(second));
        heads.Learn(Stream, At(3), heads.Now, moved: true);
        Assert.False(Holds(second));
    }

    [Fact]
    public async Task It_does_not_hold_on_the_same_revision_of_another_record()
    {
        await LookAsync(1);
        Assert.True(Holds(heads.Rest(Stream, At(1))));
        Assert.False(Holds(heads.Rest(Stream, At(1) with { Hash = new byte[32] })));
        // Who does not own a stream may know its revision alone.
        Assert.True(Holds(heads.Rest(Stream, new(1, default, default))));
    }

    [Fact]
    public async Task It_does_not_hold_where_nothing_is_known_or_all_was_forgotten()
    {
        var lease = heads.Rest(Stream, At(1));
        Assert.False(Holds(lease));
        await LookAsync(1);
        Assert.True(Holds(lease));
        heads.Forget(Stream);
        Assert.False(Holds(lease));
    }

    private bool Holds(ValidityLease lease) => lease.Holds(clock.GetTimestamp());

    private async Task<Head> LookAsync(long revision) =>
        (await heads.NewestAsync(Stream, Freshness.Newest, _ => Task.FromResult<Answer<Head>>(At(revision)))).Value;

    private static Head At(long revision) => new(revision, HashChain.Root($"{Stream}{revision}"), new(2024, 2, 22, 9, 0, 0, TimeSpan.Zero));
}
