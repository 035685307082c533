using Microsoft.Extensions.Time.Testing;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Journal.Tests.Staleness;

/// <summary>When the owner of a stream is asked how far it has come, and when what is known already will do.</summary>
public sealed partial class HeadsTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider clock = new(new(2024, 2, 22, 9, 30, 0, TimeSpan.Zero));

    private readonly Announcing announcing = new();

    private readonly StreamVersions heads;

    private long newest = 1;

    private int asked;

    public HeadsTests() => heads = new(announcing, clock, Timings.Default);

    public void Dispose() => heads.Dispose();

    [Fact]
    public async Task Within_the_lease_nobody_is_asked_and_after_it_the_owner_is()
    {
        Assert.Equal((1, 1), (await ReadAsync(), asked));
        newest = 2;
        clock.Advance(Timings.Default.Lease / 2);
        Assert.Equal((1, 1), (await ReadAsync(), asked));
        clock.Advance(Timings.Default.Lease / 2);
        Assert.Equal((2, 2), (await ReadAsync(), asked));
    }

    [Fact]
    public async Task What_is_read_all_the_time_is_looked_up_ahead_of_need()
    {
        await ReadAsync();
        newest = 2;
        clock.Advance(Timings.Default.LeaseRenewal + Moment);
        Assert.Equal(1, await ReadAsync());
        await AskedAsync(2);
        clock.Advance(Timings.Default.Lease - Moment);
        Assert.Equal(2, await ReadAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_question_serves_all_who_wait(bool known)
    {
        if (known) await ReadAsync();
        clock.Advance(Timings.Default.Lease);
        asked = 0;
        var answer = new TaskCompletionSource<Head>();
        var waiting = Enumerable.Range(0, 20).Select(_ => heads.NewestAsync("s", default, _ => Ask(answer.Task)).AsTask()).ToList();
        await AskedAsync(1);
        answer.SetResult(At(7));
        Assert.All(await Task.WhenAll(waiting), head => Assert.Equal(7, head.Value.Revision));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_question_that_hangs_holds_up_those_who_wait_for_a_lease_and_nobody_later_is_answered_by_it()
    {
        await ReadAsync();
        clock.Advance(Timings.Default.Lease);
        var hanging = new TaskCompletionSource<Head>();
        var first = heads.NewestAsync("s", default, _ => Ask(hanging.Task)).AsTask();
        await AskedAsync(2);
        // The owner has answered long ago, and its answer is under way: meanwhile the stream moves.
        newest = 2;
        clock.Advance(Timings.Default.Lease + Moment);
        var later = ReadAsync();
        hanging.SetResult(At(1));
        Assert.Equal((1, 2), ((await first).Value.Revision, await later));
    }

    [Fact]
    public async Task Who_has_seen_a_revision_is_not_shown_an_earlier_one()
    {
        await ReadAsync();
        newest = 2;
        Assert.Equal((2, 2), (await ReadAsync(new(AtLeast: 2)), asked));
        Assert.Equal((2, 2), (await ReadAsync(new(AtLeast: 2)), asked));
        Assert.Equal((2, 4), (await ReadAsync(new(AtLeast: 3)), asked));
    }

    [Fact]
    public async Task What_others_announced_too_early_does_not_do_for_who_has_seen_more()
    {
        announcing.Told = new(At(1), clock.GetUtcNow());
        newest = 2;
        Assert.Equal((2, 1), (await ReadAsync(new(AtLeast: 2)), asked));
    }

    [Fact]
    public async Task Who_wants_the_newest_always_asks()
    {
        for (newest = 1; newest < 4; newest++) Assert.Equal((newest, (int)newest), (await ReadAsync(Freshness.Newest), asked));
    }

    [Fact]
    public async Task A_question_that_fails_fails_those_who_wait_and_nobody_later()
    {
        await ReadAsync();
        clock.Advance(Timings.Default.Lease);
        foreach (var stream in (string[])["s", "t"])
            await Assert.ThrowsAsync<JournalUnavailableException>(
                async () => await heads.NewestAsync(stream, default, _ => throw new JournalUnavailableException("away")));
        Assert.Equal(1, await ReadAsync());
        Assert.Equal(1, (await heads.NewestAsync("t", default, _ => Answer(At(1)))).Value.Revision);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_gives_up_takes_the_answer_from_nobody(bool known)
    {
        if (known) await ReadAsync();
        clock.Advance(Timings.Default.Lease);
        using var given = new CancellationTokenSource();
        var answer = new TaskCompletionSource<Head>();
        var givingUp = heads.NewestAsync("s", default, ct => Ask(answer.Task.WaitAsync(ct)), given.Token).AsTask();
        var waiting = heads.NewestAsync("s", default, _ => Ask(answer.Task)).AsTask();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givingUp);
        answer.SetResult(At(4));
        Assert.Equal(4, (await waiting).Value.Revision);
    }

    [Fact]
    public async Task What_is_learned_is_announced_and_what_does_not_exist_is_not()
    {
        var since = heads.Now;
        clock.Advance(Moment);
        heads.Learn("s", At(1), since, moved: true);
        heads.Learn("none", Head.None, since);
        heads.Learn("partly", new(1, default, default), since);
        var (stream, head, at, moved) = Assert.Single(announcing.StreamVersions);
        Assert.Equal(("s", 1, since.At, true), (stream, head.Revision, at, moved));
        Assert.Equal(since.At, heads.CheckedAt("s"));
        clock.Advance(Moment);
        Assert.Equal(since.At, heads.CheckedAt("s"));
        Assert.Equal((1, 0), (await ReadAsync(), asked));
    }

    [Fact]
    public async Task When_a_stream_was_checked_is_told_alike_each_time()
    {
        await ReadAsync();
        clock.AutoAdvanceAmount = Moment;
        var told = heads.CheckedAt("s");
        Assert.Equal((true, told), (told is not null, heads.CheckedAt("s")));
    }

    [Fact]
    public async Task Who_waits_for_more_hears_of_it()
    {
        await ReadAsync();
        Assert.True(heads.BeyondAsync("s", 0).IsCompleted);
        var (beyond, unknown) = (heads.BeyondAsync("s", 1), heads.BeyondAsync("t", 0));
        Assert.False(beyond.IsCompleted || unknown.IsCompleted);
        announcing.Move("s", At(2));
        announcing.Move("t", At(1));
        await Task.WhenAll(beyond, unknown).WaitAsync(Waiting.Longest);
    }

    [Fact]
    public async Task Where_nobody_announces_each_looks_for_itself()
    {
        using var alone = new StreamVersions(new NoAnnouncements(), clock, Timings.Default);
        Assert.Null(await alone.LastAnnouncedAsync("s", default));
        Assert.Equal(1, (await alone.NewestAsync("s", default, _ => Answer(At(1)))).Value.Revision);
        clock.Advance(Timings.Default.Lease);
        Assert.Equal(2, (await alone.NewestAsync("s", default, _ => Answer(At(2)))).Value.Revision);
    }

    private static Head At(long revision) => new(revision, new byte[] { (byte)revision }, DateTimeOffset.UnixEpoch.AddSeconds(revision));

    private async Task<long> ReadAsync(Freshness want = default) =>
        (await heads.NewestAsync("s", want, _ => Ask(Task.FromResult(At(newest))))).Value.Revision;

    private static Task<Answer<Head>> Answer(Head head) => Task.FromResult<Answer<Head>>(head);

    private async Task<Answer<Head>> Ask(Task<Head> answer)
    {
        Interlocked.Increment(ref asked);
        return await answer;
    }

    private Task AskedAsync(int times) => Waiting.UntilAsync(
        () => Task.FromResult(Volatile.Read(ref asked) >= times), $"the owner is asked {times} times");
}
