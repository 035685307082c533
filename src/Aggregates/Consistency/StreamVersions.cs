using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Caching.Memory;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>
/// How far streams have come, as this process knows it: from its own writes, from what others announce, and, once that is older than
/// the lease, from whoever owns the stream. What is relied on without asking was true at most two leases ago, one here and one at
/// whoever announced it.
/// </summary>
public sealed class StreamVersions : IDisposable
{
    /// <summary>
    /// How long what was looked up is relied on. A reading that asks for no freshness is stale by twice this at most: one second, and by
    /// how far clocks differ.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(500);

    /// <summary>When to look up again what is still relied on.</summary>
    public static readonly TimeSpan AheadOfNeed = Lease * 0.8;

    /// <summary>The bound of what is remembered of streams, in bytes. Who was forgotten is met anew; who waits for it looks by itself, see <c>SharedPoller</c>.</summary>
    private const int MaxBytes = 16 << 20;

    /// <summary>What a stream takes beside its name, in bytes.</summary>
    private const int Overhead = 512;

    private readonly MemoryCache streams = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    private readonly Lock adding = new();

    /// <summary>Streams that are looked up for the first time just now. What does not exist is not kept: anybody can ask for it.</summary>
    private readonly ConcurrentDictionary<string, StreamVersion> met = new(StringComparer.Ordinal);

    private readonly IAnnouncements announcements;

    private readonly TimeProvider clock;

    /// <summary>Hears what the others announce.</summary>
    public StreamVersions(IAnnouncements announcements, TimeProvider clock)
    {
        (this.announcements, this.clock) = (announcements, clock);
        announcements.Heard += Hear;
    }

    /// <summary>What carries the announcements, as spans call it.</summary>
    public string CarriedBy => announcements.System;

    /// <summary>The newest head of a stream, as fresh as it has to be.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="want">How fresh.</param>
    /// <param name="ask">Asks its owner: the database, or the service that has it. One question serves all who wait for the answer.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public ValueTask<Answer<Head>> NewestAsync(
        string stream, Freshness want, Func<CancellationToken, Task<Answer<Head>>> ask, CancellationToken cancellation = default)
    {
        if (want.Fully) return new(AskAsync(stream, ask, cancellation));
        if (TryGet(stream) is not { } known) return new(LookAsync(stream, null, want.AtLeast, ask, cancellation));
        var (head, checkedAt, _) = known.Reached;
        var age = clock.GetElapsedTime(checkedAt.Timestamp);
        if (head.Revision == 0 || age >= Lease || head.Revision < want.AtLeast) return new(LookAsync(stream, known, want.AtLeast, ask, cancellation));
        // Looked up ahead of need: what is read all the time never waits for it.
        if (age > AheadOfNeed) _ = ShareAsync(stream, known, ask);
        return new((Answer<Head>)head);
    }

    /// <summary>How far a stream has come, as far as this process has heard; <see cref="Head.None"/> if it has heard nothing.</summary>
    public Head Heard(string stream) => TryGet(stream)?.Reached.Head ?? Head.None;

    /// <summary>When its owner was last asked how far a stream has come; null if this process never did.</summary>
    public DateTimeOffset? CheckedAt(string stream) =>
        TryGet(stream)?.Reached is { Head.Revision: > 0, CheckedAt: { Timestamp: not 0, At: var at } } ? at : null;

    /// <summary>What was last announced of a stream, however long ago; null if nothing was, or if it can't be had.</summary>
    public async ValueTask<Head?> LastAnnouncedAsync(string stream, CancellationToken cancellation) =>
        (await announcements.FindAsync(stream, cancellation))?.Head;

    /// <summary>Remembers that something rests on a stream at a head, to be asked often whether the stream is still there.</summary>
    public ValidityLease Rest(string stream, Head head) => new(GetOrAdd(stream), head, clock);

    /// <summary>Ends when the stream has come further than a revision, as far as this process hears.</summary>
    public Task<Move> BeyondAsync(string stream, long revision)
    {
        var known = GetOrAdd(stream);
        var moved = known.Moved;
        return known.Reached is { } reached && reached.Head.Revision > revision ? Task.FromResult(reached.Move) : moved;
    }

    /// <summary>Takes note of a head that was just read, or written, and tells the others.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="head">Its head.</param>
    /// <param name="since">When the reading or writing began, see <see cref="Now"/>.</param>
    /// <param name="moved">Whether it was written.</param>
    public void Learn(string stream, Head head, Moment since, bool moved = false)
    {
        if (head.Revision == 0) return;
        using var span = moved ? Signals.Announcing(announcements.System) : null;
        GetOrAdd(stream).Reach(head, since, span is { Recorded: true } ? span.Context : default);
        if (head.IsComplete) announcements.Announce(stream, head, since.At, moved);
    }

    /// <summary>Takes note of the last entry that was just appended to a stream, and tells the others.</summary>
    /// <param name="last">The entry.</param>
    /// <param name="since">A moment before it was appended.</param>
    public void Learn(JournalEntry last, Moment since) => Learn(last.Stream, Head.At(last), since, moved: true);

    /// <summary>Forgets a stream: what was announced of it does not hold.</summary>
    public void Forget(string stream) => TryGet(stream)?.Forget();

    /// <summary>This moment, by both clocks.</summary>
    public Moment Now => new(clock.GetTimestamp(), clock.GetUtcNow());

    /// <inheritdoc />
    public void Dispose()
    {
        announcements.Heard -= Hear;
        streams.Dispose();
    }

    private StreamVersion? TryGet(string stream) => streams.Get<StreamVersion>(stream);

    private StreamVersion GetOrAdd(string stream)
    {
        if (TryGet(stream) is { } known) return known;
        lock (adding)
            return TryGet(stream)
                ?? streams.Set(stream, new StreamVersion(), new MemoryCacheEntryOptions { Size = 2 * stream.Length + Overhead });
    }

    private async Task<Answer<Head>> LookAsync(
        string stream, StreamVersion? known, long atLeast, Func<CancellationToken, Task<Answer<Head>>> ask, CancellationToken cancellation)
    {
        var looking = known is null ? MeetAsync(stream, ask) : ShareAsync(stream, known, ask);
        var head = await looking.WaitAsync(cancellation);
        // What others announced, or were asked before this reading wanted more, may lag behind.
        return head.Refusal is not null || head.Value.Revision >= atLeast ? head : await AskAsync(stream, ask, cancellation);
    }

    /// <summary>
    /// Looks once for all who want to know at the same time: within a lease, for one that began earlier may answer what is too old.
    /// </summary>
    private Task<Answer<Head>> ShareAsync(string stream, StreamVersion known, Func<CancellationToken, Task<Answer<Head>>> ask) =>
        LookOnce(known, () => FindOrAskAsync(stream, known.Reached.Head.Revision, ask));

    private Task<Answer<Head>> MeetAsync(string stream, Func<CancellationToken, Task<Answer<Head>>> ask)
    {
        var first = met.GetOrAdd(stream, _ => new());
        return LookOnce(first, async () =>
        {
            try
            {
                return await FindOrAskAsync(stream, 0, ask);
            }
            finally
            {
                met.TryRemove(new(stream, first));
            }
        });
    }

    private Task<Answer<Head>> LookOnce(StreamVersion of, Func<Task<Answer<Head>>> look)
    {
        var now = clock.GetTimestamp();
        return of.LookOnce(look, now, now - (long)(Lease.TotalSeconds * clock.TimestampFrequency));
    }

    private async Task<Answer<Head>> FindOrAskAsync(string stream, long known, Func<CancellationToken, Task<Answer<Head>>> ask)
    {
        var since = Now;
        if (await announcements.FindAsync(stream, CancellationToken.None) is not { } told || told.Head.Revision < known || !IsFresh(told))
            return await AskAsync(stream, ask, CancellationToken.None);
        GetOrAdd(stream).Reach(told.Head, since);
        return told.Head;
    }

    private async Task<Answer<Head>> AskAsync(string stream, Func<CancellationToken, Task<Answer<Head>>> ask, CancellationToken cancellation)
    {
        var (since, heard) = (Now, Heard(stream).Revision);
        var head = await ask(cancellation);
        if (head.Refusal is not null) return head;
        // It was announced before the owner was asked, who doesn't have it: kept, it would have every reading ask.
        if (head.Value.Revision < heard) TryGet(stream)?.Forget(heard);
        Learn(stream, head.Value, since);
        return head;
    }

    /// <summary>
    /// By the clocks of two machines. One that runs ahead here makes it look older; one that runs ahead there, younger by as much, and
    /// far ahead, not to be relied on.
    /// </summary>
    private bool IsFresh(Announced told) => clock.GetUtcNow() - told.CheckedAt is var age && age < Lease && age > -Lease;

    /// <summary>An announcement says that a stream has moved, not that it hasn't moved since: it prolongs no lease.</summary>
    private void Hear(string stream, Head head, ActivityContext cause) => TryGet(stream)?.Reach(head, null, cause);
}
