using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Hosting;
using NatoServices.Watching;

namespace NatoServices.Services.Tests.Watching;

/// <summary>What all who watch the same share: one look for all, whose answers a test gives.</summary>
public sealed class FeedTests : IDisposable
{
    private const string Stream = "s";

    private readonly FakeTimeProvider clock = new();
    private readonly PausingClock machine = new();
    private readonly ApplicationLifetime lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly Channel<Int64Value> given = Channel.CreateUnbounded<Int64Value>();
    private readonly CancellationTokenSource leaving = new();
    private readonly ConcurrentQueue<Func<Answer<long>>> answers = new();
    private readonly StreamVersions heads;
    private readonly Watches watches;
    private readonly LatestValueWatch<string, Int64Value> newest;
    private int looks;

    public FeedTests()
    {
        heads = new(new NoAnnouncements(), clock, Timings.Default);
        watches = new(new ConfigurationBuilder().Build(), lifetime, clock, new(), Timings.Default, machine);
        newest = new(heads, watches, "number");
    }

    [Fact]
    public async Task Nothing_older_comes_though_a_look_found_it()
    {
        Answer(() => 2, () => 1, () => 3);
        var watching = WatchAsync();
        Assert.Equal(2, await NextAsync());
        Assert.Equal(3, await NextAsync());
        await LeaveAsync(watching);
    }

    [Fact]
    public async Task A_look_that_fails_later_is_tried_again_and_ends_no_watch()
    {
        Answer(
            () => 1, () => throw new JournalUnavailableException("away"), () => new UpstreamUnavailable("members"), () => 2);
        var watching = WatchAsync();
        Assert.Equal(1, await NextAsync());
        Assert.Equal(2, await NextAsync());
        await LeaveAsync(watching);
    }

    [Fact]
    public async Task A_look_that_fails_at_first_or_is_refused_ends_the_watch_and_who_comes_next_has_it_looked_at_anew()
    {
        Answer(() => throw new JournalUnavailableException("away"));
        await Assert.ThrowsAsync<JournalUnavailableException>(WatchAsync);
        Answer(() => 1, () => new RevisionNotReached(Stream, 1, 0));
        var watching = WatchAsync();
        Assert.Equal(1, await NextAsync());
        await PassUntilAsync(() => watching.IsCompleted, "the watch ends");
        await Assert.ThrowsAsync<RefusalException>(() => watching);
        Assert.Equal(0, watches.Count);

        Answer(() => 5);
        watching = WatchAsync();
        Assert.Equal(5, await NextAsync());
        await LeaveAsync(watching);
    }

    [Fact]
    public async Task A_change_that_was_heard_of_and_cannot_be_had_is_not_asked_for_without_a_pause()
    {
        heads.Learn(Stream, new(2, default, default), heads.Now);
        Answer(() => 1);
        var watching = WatchAsync();
        Assert.Equal(1, await NextAsync());
        await PassUntilAsync(() => Volatile.Read(ref looks) >= 5, "the fifth look");
        // The first value is given without a pause, and the look after it goes on from there.
        Assert.Equal([2, 4, 8], machine.Pauses.Take(3).Select(pause => pause / Timings.Default.WatchPause));
        await LeaveAsync(watching);
    }

    [Fact]
    public async Task When_the_process_stops_watches_end_and_none_begins()
    {
        Answer(() => 1);
        var watching = WatchAsync();
        Assert.Equal(1, await NextAsync());
        lifetime.StopApplication();
        foreach (var watch in (Task[])[watching, WatchAsync()])
            Assert.IsType<ServiceStopping>((await Assert.ThrowsAsync<RefusalException>(() => watch)).Refusal);
        Assert.Equal(0, watches.Count);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        leaving.Dispose();
        heads.Dispose();
        watches.Dispose();
    }

    private void Answer(params Func<Answer<long>>[] next)
    {
        answers.Clear();
        Array.ForEach(next, answers.Enqueue);
    }

    /// <summary>Watches after a reading that found nothing yet.</summary>
    private Task WatchAsync() =>
        newest.WatchAsync("key", Found(0), LookAsync, ResumePoint.FromStart, new Taker(given.Writer), leaving.Token);

    private ValueTask<Answer<WatchUpdate<Int64Value>>> LookAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref looks);
        // The last answer holds.
        Func<Answer<long>>? answer;
        while (!(answers.Count > 1 ? answers.TryDequeue(out answer) : answers.TryPeek(out answer))) Thread.Yield();
        var (revision, refusal) = answer();
        return new(refusal is null ? Found(revision) : refusal);
    }

    private static WatchUpdate<Int64Value> Found(long revision) =>
        new(new() { Value = revision }, new() { Value = -revision }, RevisionToken.Of(Stream, revision));

    private async Task<long> NextAsync()
    {
        long next = 0;
        await PassUntilAsync(() => given.Reader.TryRead(out var message) && (next = message.Value) > 0, "the next value");
        return next;
    }

    /// <summary>Lets both clocks go on until it is so.</summary>
    private async Task PassUntilAsync(Func<bool> isSo, string what) =>
        await Waiting.UntilAsync(() => Task.FromResult(isSo()), so => so, Pass, what);

    private void Pass()
    {
        clock.Advance(TimeSpan.FromMilliseconds(100));
        machine.Advance(TimeSpan.FromMilliseconds(100));
    }

    private async Task LeaveAsync(Task watching)
    {
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        Assert.Equal(0, watches.Count);
    }

    /// <summary>A clock that notes how long it was asked to wait.</summary>
    private sealed class PausingClock : FakeTimeProvider
    {
        public ConcurrentQueue<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan) Pauses.Enqueue(dueTime);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class Taker(ChannelWriter<Int64Value> given) : IServerStreamWriter<Int64Value>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(Int64Value message) => given.WriteAsync(message).AsTask();

        public Task WriteAsync(Int64Value message, CancellationToken cancellationToken) => given.WriteAsync(message, cancellationToken).AsTask();
    }
}
