using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Caching.Memory;

namespace NatoServices.Aggregates;

/// <summary>
/// The newest revisions of streams, as this process knows them: from its own writes, from announcements of other processes, and, when the
/// lease has expired, from a lookup. A head that is used without a lookup was current at most two leases ago: one lease in this process and
/// one in the process that announced it.
/// </summary>
public sealed class StreamVersions : IDisposable
{
    /// <summary>
    /// The memory limit, in bytes. A stream that was evicted is looked up again like a new one. Watches that wait for it still poll, see
    /// <c>SharedPoller</c>.
    /// </summary>
    private const int MaxBytes = 16 << 20;

    /// <summary>Approximate size of an entry without the stream's name, in bytes.</summary>
    private const int Overhead = 512;

    private readonly MemoryCache streams = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    private readonly Lock adding = new();

    /// <summary>
    /// Streams whose first lookup is in progress. They are kept apart: a stream that does not exist must not take memory, since any caller
    /// can ask for one.
    /// </summary>
    private readonly ConcurrentDictionary<string, StreamVersion> met = new(StringComparer.Ordinal);

    private readonly IAnnouncements announcements;

    private readonly TimeProvider clock;

    private readonly Timings timings;

    /// <summary>Subscribes to the announcements of other processes.</summary>
    public StreamVersions(IAnnouncements announcements, TimeProvider clock, Timings timings)
    {
        (this.announcements, this.clock, this.timings) = (announcements, clock, timings);
        announcements.Heard += Hear;
    }

    /// <summary>The name of the messaging system that carries the announcements, for spans.</summary>
    public string CarriedBy => announcements.System;

    /// <summary>
    /// The newest head of a stream, as fresh as required; <see cref="Head.None"/> if there is no such stream. <paramref name="ask"/> asks the owner:
    /// the database, or the service that owns the stream. Concurrent callers share one call.
    /// </summary>
    public ValueTask<Answer<Head>> NewestAsync(
        string stream, Freshness want, Func<CancellationToken, Task<Answer<Head>>> ask, CancellationToken cancellation = default)
    {
        if (want.Fully) return new(AskAsync(stream, ask, cancellation));
        if (TryGet(stream) is not { } known) return new(LookAsync(stream, null, want.AtLeast, ask, cancellation));
        var (head, checkedAt, _) = known.Reached;
        var age = clock.GetElapsedTime(checkedAt.Timestamp);
        if (head.Revision == 0 || age >= timings.Lease || head.Revision < want.AtLeast) return new(LookAsync(stream, known, want.AtLeast, ask, cancellation));
        // Renew in the background before the lease ends, so that readers of a busy stream never wait.
        if (age > timings.LeaseRenewal) _ = ShareAsync(stream, known, ask);
        return new((Answer<Head>)head);
    }

    /// <summary>The newest head that this process knows, however old; <see cref="Head.None"/> if it knows none.</summary>
    public Head Heard(string stream) => TryGet(stream)?.Reached.Head ?? Head.None;

    /// <summary>When the head was last looked up; null if this process never looked it up.</summary>
    public DateTimeOffset? CheckedAt(string stream) =>
        TryGet(stream)?.Reached is { Head.Revision: > 0, CheckedAt: { Timestamp: not 0, At: var at } } ? at : null;

    /// <summary>The last announced head, however old; null if there is none, or if it is not found in time.</summary>
    public async ValueTask<Head?> LastAnnouncedAsync(string stream, CancellationToken cancellation) =>
        (await announcements.FindAsync(stream, cancellation))?.Head;

    /// <summary>A lease on a stream at a head: tells later, without I/O, whether the stream is still there.</summary>
    public ValidityLease Rest(string stream, Head head) => new(GetOrAdd(stream), head, clock, timings);

    /// <summary>Completes when this process learns that the stream is beyond a revision.</summary>
    public Task<Move> BeyondAsync(string stream, long revision)
    {
        var known = GetOrAdd(stream);
        var moved = known.Moved;
        return known.Reached is { } reached && reached.Head.Revision > revision ? Task.FromResult(reached.Move) : moved;
    }

    /// <summary>
    /// Stores a head that was just read, or written if <paramref name="moved"/>, and announces it. The read or write began at
    /// <paramref name="since"/>, see <see cref="Now"/>.
    /// </summary>
    public void Learn(string stream, Head head, Moment since, bool moved = false)
    {
        if (head.Revision == 0) return;
        using var span = moved ? Signals.Announcing(announcements.System) : null;
        GetOrAdd(stream).Reach(head, since, span is { Recorded: true } ? span.Context : default);
        if (head.IsComplete) announcements.Announce(stream, head, since.At, moved);
    }

    /// <summary>Stores the head after an append, which began after <paramref name="since"/>, and announces it.</summary>
    public void Learn(JournalEntry last, Moment since) => Learn(last.Stream, Head.At(last), since, moved: true);

    /// <summary>Forgets a stream whose announced head does not exist.</summary>
    public void Forget(string stream) => TryGet(stream)?.Forget();

    /// <summary>The current moment: monotonic timestamp and time of day.</summary>
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
        // An announcement, or a lookup that was shared with other callers, may be older than the required revision.
        return head.Refusal is not null || head.Value.Revision >= atLeast ? head : await AskAsync(stream, ask, cancellation);
    }

    /// <summary>
    /// Concurrent callers share one lookup, but only within a lease: the result of an older lookup may be too old already.
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
        return of.LookOnce(look, now, now - (long)(timings.Lease.TotalSeconds * clock.TimestampFrequency));
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
        // A revision was announced that the owner does not have. Forget it, or every later reading would ask the owner.
        if (head.Value.Revision < heard) TryGet(stream)?.Forget(heard);
        Learn(stream, head.Value, since);
        return head;
    }

    /// <summary>
    /// Compares the clocks of two machines. If this clock is ahead, the announcement looks older than it is. If the announcer's clock is
    /// ahead, it looks younger by the difference; if that clock is ahead by more than a lease, the announcement is not used.
    /// </summary>
    private bool IsFresh(Announced told) => clock.GetUtcNow() - told.CheckedAt is var age && age < timings.Lease && age > -timings.Lease;

    /// <summary>Does not extend the lease: an announcement says that a stream has moved, not that it has not moved since.</summary>
    private void Hear(string stream, Head head, ActivityContext cause) => TryGet(stream)?.Reach(head, null, cause);
}
