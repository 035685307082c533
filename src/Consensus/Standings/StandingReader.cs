using Google.Protobuf;
using Microsoft.Extensions.Caching.Hybrid;
using Nato.Consensus.V1;
using NatoServices.Consensus.Upstream;
using NatoServices.ServiceDefaults;
using Standing = NatoServices.Consensus.Rules.Standing;

namespace NatoServices.Consensus.Standings;

/// <summary>
/// Computes standings, once for each set of revisions, since many callers read the same one. A computed reply is cached with its serialized
/// bytes, in memory and in the shared cache.
/// </summary>
internal sealed class StandingReader(
    AggregateStore<Selection, SelectionEvent> store, RosterClient rosters, SlateClient slates, HybridCache shared, StandingReplyCache replies,
    StreamVersions heads, Timings timings)
{
    private readonly HybridCacheEntryOptions sharedOnly = new()
    {
        Flags = HybridCacheEntryFlags.DisableLocalCache,
        Expiration = timings.CachedReplies,
    };

    public static void Check(string selection, string candidate, Sourcing countsFrom, Violations violations)
    {
        violations.Id("selection", selection);
        violations.Id("candidate", candidate);
        violations.OptionalOneOf("counts_from", countsFrom);
    }

    /// <summary>
    /// The standing, as fresh as the reading requires; refused with <see cref="SelectionUnknown"/>, <see cref="CandidateUnknown"/>,
    /// <see cref="NoElectorate"/>, <see cref="RevisionNotReached"/> or <see cref="UpstreamUnavailable"/>.
    /// </summary>
    public async ValueTask<Answer<StandingReply>> ReadAsync(StandingQuestion asked, Reading reading, CancellationToken cancellation)
    {
        var stream = Selections.StreamOf(asked.Selection);
        var head = await store.HeadAsync(stream, reading.Of(stream), cancellation);
        if (head.Revision == 0) return new SelectionUnknown(asked.Selection);
        if (reading.AtLeast.Of(stream) is var atLeast && head.Revision < atLeast) return new RevisionNotReached(stream, atLeast, head.Revision);

        var vacancy = store.TryGetCached(stream)?.Vacancy ?? await FindVacancyAsync(stream, head, cancellation);
        var slateAsked = slates.ReadHistoryAsync(vacancy, reading.Of(SlateClient.StreamOf(vacancy)), cancellation);
        var roster = await rosters.ReadHistoryAsync(reading.Of(RosterClient.Stream), cancellation);
        var slate = await slateAsked;
        if ((roster.Refusal ?? slate.Refusal) is { } unavailable) return unavailable;
        if (slate.Value is not { } known) return new CandidateUnknown(vacancy, asked.Candidate);

        var basis = new StandingBasis(stream, head, known, roster.Value);
        if (replies.TryGet(asked, basis) is { } cached) return cached;
        var reply = await ComputeAsync(asked, basis, cancellation);
        if (reply.Refusal is null) replies.Set(reply.Value!);
        return reply;
    }

    /// <summary>Leases on the records of a basis; none if an owner did not answer, so that the next request asks again.</summary>
    private ValidityLease[] LeasesOf(StandingBasis basis) => basis.IsWhole ?
        [
            heads.Rest(basis.Stream, basis.Selection),
            heads.Rest(basis.Slate.Snapshot.Stream, basis.Slate.Snapshot.Head),
            heads.Rest(basis.Roster.Snapshot.Stream, basis.Roster.Snapshot.Head),
        ] : [];

    /// <summary>
    /// Concurrent callers share one computation. A refusal is cached as an empty value; a caller that finds that computes by itself to get
    /// the refusal.
    /// </summary>
    private async ValueTask<Answer<StandingReply>> ComputeAsync(StandingQuestion asked, StandingBasis basis, CancellationToken cancellation)
    {
        if (!basis.IsWhole) return await FoldAsync(asked, basis, cancellation);
        var computed = default(Answer<StandingReply>);
        var bytes = await shared.GetOrCreateAsync(
            basis.KeyOf(asked),
            async ct => (computed = await FoldAsync(asked, basis, ct)).Value?.Reply.ToByteArray() ?? [],
            sharedOnly, cancellationToken: cancellation);
        if (computed.Value is { } folded) Prepared.With(folded.Reply, bytes);
        if (computed.Value is not null || computed.Refusal is not null) return computed;
        if (bytes.Length == 0 || Read(bytes) is not { } cached || RevisionToken.Parse(cached.RevisionToken) is not { } token)
            return await FoldAsync(asked, basis, cancellation);
        // Only this case is counted here. For a computed reply, the store counts where it found the record.
        CacheMetrics.Shared();
        return new StandingReply(asked, basis, Prepared.With(cached, bytes), token, LeasesOf(basis));
    }

    private async ValueTask<Answer<StandingReply>> FoldAsync(StandingQuestion asked, StandingBasis basis, CancellationToken cancellation)
    {
        var selection = await store.AtAsync(basis.Stream, basis.Selection, cancellation);
        if (!selection.State.IsKnownAt(asked.KnownAt)) return new SelectionUnknown(asked.Selection);
        if (basis.Slate.Snapshot.State.Find(asked.Candidate, asked.AsOf, asked.KnownAt) is not { } candidate)
            return new CandidateUnknown(selection.State.Vacancy, asked.Candidate);
        var roster = basis.Roster.Snapshot.State.On(asked.AsOf, asked.KnownAt);
        var standing = Standing.Of(selection.State, candidate, roster, asked.AsOf, asked.KnownAt, RuleOf(asked, selection.State.Rule));
        if (standing.Refusal is not null) return standing.Refusal;
        var token = basis.TokenAt(selection.Revision);
        return new StandingReply(
            asked, basis, StandingWire.Reply(selection.State, standing.Value!, token, basis.Away), token, LeasesOf(basis));
    }

    /// <summary>
    /// The vacancy of a selection, without loading its state: if the reply is in the shared cache, nothing else of the state is needed.
    /// </summary>
    private ValueTask<string> FindVacancyAsync(string stream, Head head, CancellationToken cancellation) => shared.GetOrCreateAsync(
        $"vacancy-v1:{stream}@{head.Revision}:{Convert.ToHexStringLower(head.Hash.Span)}",
        async ct => (await store.AtAsync(stream, head, ct)).State.Vacancy, sharedOnly, cancellationToken: cancellation);

    /// <summary>The selection's rule, or the rule with the override of the request.</summary>
    private static Rules.Rule RuleOf(StandingQuestion asked, Rules.Rule rule) =>
        asked.CountsFrom == default ? rule : rule with { CountsFrom = asked.CountsFrom };

    private static GetStandingResponse? Read(byte[] bytes)
    {
        try
        {
            return GetStandingResponse.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            // The shared cache may hold foreign or damaged data. What cannot be read is computed instead.
            return null;
        }
    }
}
