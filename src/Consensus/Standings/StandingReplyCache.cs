using Microsoft.Extensions.Caching.Memory;
using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Consensus.Standings;

/// <summary>
/// Replies of this process to questions about standings, with the records that each rests on; and which question a request asks, so
/// that the same request again needs no reading at all.
/// </summary>
internal sealed class StandingReplyCache(TimeProvider clock) : IDisposable
{
    private const int MaxReplyBytes = 16 << 20;

    /// <summary>Each request counts with its reply, which may be kept for it alone.</summary>
    private const int MaxRequestBytes = 16 << 20;

    /// <summary>What a cached reply or request takes beside its own bytes.</summary>
    private const int Overhead = 512;

    private readonly MemoryCache replies = new(new MemoryCacheOptions { SizeLimit = MaxReplyBytes });

    private readonly MemoryCache requests = new(new MemoryCacheOptions { SizeLimit = MaxRequestBytes });

    /// <summary>
    /// What the same request was answered before, if all that it rests on is known to be as it was; null if that has to be read. Before a
    /// lease ends, one caller reads, which renews it; all others go on without.
    /// </summary>
    public Task<GetStandingResponse>? TryGet(GetStandingRequest request)
    {
        var now = clock.GetTimestamp();
        if (requests.Get<StandingReply>(request) is not { } reply || !reply.HoldsAt(now) || !IsStillAsked(request, reply)) return null;
        if (reply.IsDueAt(now) && reply.TryBeginRenewal(now, clock)) return null;
        CacheMetrics.Memory();
        return reply.Replying;
    }

    /// <summary>The reply to a question that rests on these records; null if there is none.</summary>
    public StandingReply? TryGet(StandingQuestion asked, in StandingBasis basis)
    {
        if (replies.Get<StandingReply>(asked) is not { } reply || !reply.Basis.IsSame(basis)) return null;
        CacheMetrics.Memory();
        return reply;
    }

    /// <summary>Keeps a reply.</summary>
    public void Set(StandingReply reply) =>
        replies.Set(reply.Asked, reply, new MemoryCacheEntryOptions { Size = reply.Reply.CalculateSize() + Overhead });

    /// <summary>Remembers that a request was answered with this, unless it wants more than what is cached.</summary>
    public void Remember(GetStandingRequest request, StandingReply reply)
    {
        if (request.AtLeastAsFresh is not "" || request.FullyConsistent) return;
        if (ReferenceEquals(requests.Get<StandingReply>(request), reply)) return;
        requests.Set(request, reply, new MemoryCacheEntryOptions { Size = request.CalculateSize() + reply.Reply.CalculateSize() + Overhead });
    }

    /// <inheritdoc />
    public void Dispose()
    {
        replies.Dispose();
        requests.Dispose();
    }

    /// <summary>A request that names no day asks for another one from midnight on.</summary>
    private bool IsStillAsked(GetStandingRequest request, StandingReply reply) =>
        request.AsOf is not null || reply.Asked.AsOf == Today.Utc(clock.GetUtcNow());
}

/// <summary>A reply, the question, and the records that it rests on.</summary>
/// <param name="Asked">The question.</param>
/// <param name="Basis">The records.</param>
/// <param name="Reply">The reply; nobody changes it.</param>
/// <param name="Token">Names the records, each at the revision that was read.</param>
/// <param name="Leases">Tell without a reading whether the records are still as they were; none if an owner was away.</param>
internal sealed record StandingReply(
    StandingQuestion Asked, StandingBasis Basis, GetStandingResponse Reply, RevisionToken Token, ValidityLease[] Leases)
{
    /// <summary>How long a renewal has before another is begun: some fit into what is left of a lease.</summary>
    private static readonly TimeSpan RenewalInterval = (StreamVersions.Lease - StreamVersions.AheadOfNeed) / 4;

    private long renewalBegunAt;

    /// <summary>The reply as an answered call.</summary>
    public Task<GetStandingResponse> Replying { get; } = Task.FromResult(Reply);

    /// <summary>Whether all leases hold.</summary>
    public bool HoldsAt(long now)
    {
        foreach (var lease in Leases)
            if (!lease.Holds(now)) return false;
        return Leases.Length > 0;
    }

    /// <summary>Whether a lease is to be renewed.</summary>
    public bool IsDueAt(long now)
    {
        foreach (var lease in Leases)
            if (lease.IsDue(now)) return true;
        return false;
    }

    /// <summary>Whether it is for this caller to renew the leases.</summary>
    public bool TryBeginRenewal(long now, TimeProvider clock)
    {
        var begun = Volatile.Read(ref renewalBegunAt);
        return (begun == 0 || clock.GetElapsedTime(begun, now) >= RenewalInterval)
            && Interlocked.CompareExchange(ref renewalBegunAt, now, begun) == begun;
    }
}
