using Microsoft.Extensions.Caching.Memory;
using Nato.Consensus.V1;
using NatoServices.ServiceDefaults;

namespace NatoServices.Consensus.Standings;

/// <summary>
/// Caches replies about standings in memory, with the records that each was computed from. It also maps whole requests to replies, so that
/// a repeated request needs no reading at all.
/// </summary>
internal sealed class StandingReplyCache(TimeProvider clock, Timings timings) : IDisposable
{
    private const int MaxReplyBytes = 16 << 20;

    /// <summary>The size of a request includes its reply, which may be kept only because of the request.</summary>
    private const int MaxRequestBytes = 16 << 20;

    /// <summary>Approximate size of an entry without its messages, in bytes.</summary>
    private const int Overhead = 512;

    /// <summary>
    /// After this time another caller may start a renewal. Several attempts fit between the renewal time and the end of a lease.
    /// </summary>
    private readonly TimeSpan renewalInterval = (timings.Lease - timings.LeaseRenewal) / 4;

    private readonly MemoryCache replies = new(new MemoryCacheOptions { SizeLimit = MaxReplyBytes });

    private readonly MemoryCache requests = new(new MemoryCacheOptions { SizeLimit = MaxRequestBytes });

    /// <summary>
    /// The earlier reply to the same request if leases show that its records have not moved; null if it must be read. Shortly before a
    /// lease ends, one caller gets null and reads, which renews the lease; the others keep using the reply.
    /// </summary>
    public Task<GetStandingResponse>? TryGet(GetStandingRequest request)
    {
        var now = clock.GetTimestamp();
        if (requests.Get<StandingReply>(request) is not { } reply || !reply.HoldsAt(now) || !IsStillAsked(request, reply)) return null;
        if (reply.IsDueAt(now) && reply.TryBeginRenewal(now, renewalInterval, clock)) return null;
        CacheMetrics.Memory();
        return reply.Replying;
    }

    /// <summary>The reply to a question on the basis of these records; null if there is none.</summary>
    public StandingReply? TryGet(StandingQuestion asked, in StandingBasis basis)
    {
        if (replies.Get<StandingReply>(asked) is not { } reply || !reply.Basis.IsSame(basis)) return null;
        CacheMetrics.Memory();
        return reply;
    }

    public void Set(StandingReply reply) =>
        replies.Set(reply.Asked, reply, new MemoryCacheEntryOptions { Size = reply.Reply.CalculateSize() + Overhead });

    /// <summary>Maps a request to its reply, unless the request demands more freshness than the cache can give.</summary>
    public void Remember(GetStandingRequest request, StandingReply reply)
    {
        if (request.AtLeastAsFresh is not "" || request.FullyConsistent) return;
        if (ReferenceEquals(requests.Get<StandingReply>(request), reply)) return;
        requests.Set(request, reply, new MemoryCacheEntryOptions { Size = request.CalculateSize() + reply.Reply.CalculateSize() + Overhead });
    }

    public void Dispose()
    {
        replies.Dispose();
        requests.Dispose();
    }

    /// <summary>A request without a day asks for another day after midnight (UTC).</summary>
    private bool IsStillAsked(GetStandingRequest request, StandingReply reply) =>
        request.AsOf is not null || reply.Asked.AsOf == Today.Utc(clock.GetUtcNow());
}

/// <summary>
/// A reply, which must not be changed, with its question and the records that it was computed from. The leases tell, without I/O, whether
/// the records have not moved; there are none if an owner did not answer.
/// </summary>
internal sealed record StandingReply(
    StandingQuestion Asked, StandingBasis Basis, GetStandingResponse Reply, RevisionToken Token, ValidityLease[] Leases)
{
    private long renewalBegunAt;

    /// <summary>The reply as a completed task, allocated once.</summary>
    public Task<GetStandingResponse> Replying { get; } = Task.FromResult(Reply);

    /// <summary>Whether all leases hold; false if there are none.</summary>
    public bool HoldsAt(long now)
    {
        foreach (var lease in Leases)
            if (!lease.Holds(now)) return false;
        return Leases.Length > 0;
    }

    public bool IsDueAt(long now)
    {
        foreach (var lease in Leases)
            if (lease.IsDue(now)) return true;
        return false;
    }

    /// <summary>Whether this caller is the one that renews the leases; true for one caller per interval.</summary>
    public bool TryBeginRenewal(long now, TimeSpan interval, TimeProvider clock)
    {
        var begun = Volatile.Read(ref renewalBegunAt);
        return (begun == 0 || clock.GetElapsedTime(begun, now) >= interval)
            && Interlocked.CompareExchange(ref renewalBegunAt, now, begun) == begun;
    }
}
