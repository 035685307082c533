using System.Collections.Concurrent;
using System.Diagnostics;
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

    private readonly ConcurrentDictionary<string, StreamVersion> streams = new(StringComparer.Ordinal);

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
    public ValueTask<Head> NewestAsync(
        string stream, Freshness want, Func<CancellationToken, Task<Head>> ask, CancellationToken cancellation = default)
    {
        if (want.Fully) return new(AskAsync(stream, ask, cancellation));
        if (!streams.TryGetValue(stream, out var known)) return new(LookAsync(stream, null, want.AtLeast, ask, cancellation));
        var (head, checkedAt, _) = known.Reached;
        var age = clock.GetElapsedTime(checkedAt.Timestamp);
        if (head.Revision == 0 || age >= Lease || head.Revision < want.AtLeast) return new(LookAsync(stream, known, want.AtLeast, ask, cancellation));
        // Looked up ahead of need: what is read all the time never waits for it.
        if (age > AheadOfNeed) _ = ShareAsync(stream, known, ask);
        return new(head);
    }

    /// <summary>How far a stream has come, as far as this process has heard; <see cref="Head.None"/> if it has heard nothing.</summary>
    public Head Heard(string stream) => streams.TryGetValue(stream, out var known) ? known.Reached.Head : Head.None;

    /// <summary>When its owner was last asked how far a stream has come; null if this process never did.</summary>
    public DateTimeOffset? CheckedAt(string stream) =>
        streams.TryGetValue(stream, out var known) && known.Reached is { Head.Revision: > 0, CheckedAt: { Timestamp: not 0, At: var at } } ? at : null;

    /// <summary>What was last announced of a stream, however long ago; null if nothing was, or if it can't be had.</summary>
    public async ValueTask<Head?> LastAnnouncedAsync(string stream, CancellationToken cancellation) =>
        (await announcements.FindAsync(stream, cancellation))?.Head;

    /// <summary>Remembers that something rests on a stream at a head, to be asked often whether the stream is still there.</summary>
    public ValidityLease Rest(string stream, Head head) => new(streams.GetOrAdd(stream, _ => new()), head, clock);

    /// <summary>Ends when the stream has come further than a revision, as far as this process hears.</summary>
    public Task<Move> BeyondAsync(string stream, long revision)
    {
        var known = streams.GetOrAdd(stream, _ => new());
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
        streams.GetOrAdd(stream, _ => new()).Reach(head, since, span is { Recorded: true } ? span.Context : default);
        if (head.IsComplete) announcements.Announce(stream, head, since.At, moved);
    }

    /// <summary>Takes note of the last entry that was just appended to a stream, and tells the others.</summary>
    /// <param name="last">The entry.</param>
    /// <param name="since">A moment before it was appended.</param>
    public void Learn(JournalEntry last, Moment since) => Learn(last.Stream, Head.At(last), since, moved: true);

    /// <summary>Forgets a stream: what was announced of it does not hold.</summary>
    public void Forget(string stream) => streams.GetValueOrDefault(stream)?.Forget();

    /// <summary>This moment, by both clocks.</summary>
    public Moment Now => new(clock.GetTimestamp(), clock.GetUtcNow());

    /// <inheritdoc />
    public void Dispose() => announcements.Heard -= Hear;

    private async Task<Head> LookAsync(
        string stream, StreamVersion? known, long atLeast, Func<CancellationToken, Task<Head>> ask, CancellationToken cancellation)
    {
        var looking = known is null ? MeetAsync(stream, ask) : ShareAsync(stream, known, ask);
        var head = await looking.WaitAsync(cancellation);
        // What others announced, or were asked before this reading wanted more, may lag behind.
        return head.Revision >= atLeast ? head : await AskAsync(stream, ask, cancellation);
    }

    /// <summary>
    /// Looks once for all who want to know at the same time: within a lease, for one that began earlier may answer what is too old.
    /// </summary>
    private Task<Head> ShareAsync(string stream, StreamVersion known, Func<CancellationToken, Task<Head>> ask) =>
        LookOnce(known, () => FindOrAskAsync(stream, known.Reached.Head.Revision, ask));

    private Task<Head> MeetAsync(string stream, Func<CancellationToken, Task<Head>> ask)
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

    private Task<Head> LookOnce(StreamVersion of, Func<Task<Head>> look)
    {
        var now = clock.GetTimestamp();
        return of.LookOnce(look, now, now - (long)(Lease.TotalSeconds * clock.TimestampFrequency));
    }

    private async Task<Head> FindOrAskAsync(string stream, long known, Func<CancellationToken, Task<Head>> ask)
    {
        var since = Now;
        if (await announcements.FindAsync(stream, CancellationToken.None) is not { } told || told.Head.Revision < known || !IsFresh(told))
            return await AskAsync(stream, ask, CancellationToken.None);
        streams.GetOrAdd(stream, _ => new()).Reach(told.Head, since);
        return told.Head;
    }

    private async Task<Head> AskAsync(string stream, Func<CancellationToken, Task<Head>> ask, CancellationToken cancellation)
    {
        var (since, heard) = (Now, Heard(stream).Revision);
        var head = await ask(cancellation);
        // It was announced before the owner was asked, who doesn't have it: kept, it would have every reading ask.
        if (head.Revision < heard) streams.GetValueOrDefault(stream)?.Forget(heard);
        Learn(stream, head, since);
        return head;
    }

    /// <summary>
    /// By the clocks of two machines. One that runs ahead here makes it look older; one that runs ahead there, younger by as much, and
    /// far ahead, not to be relied on.
    /// </summary>
    private bool IsFresh(Announced told) => clock.GetUtcNow() - told.CheckedAt is var age && age < Lease && age > -Lease;

    /// <summary>An announcement says that a stream has moved, not that it hasn't moved since: it prolongs no lease.</summary>
    private void Hear(string stream, Head head, ActivityContext cause) => streams.GetValueOrDefault(stream)?.Reach(head, null, cause);
}
