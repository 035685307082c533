using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.Extensions.Caching.Hybrid;
using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Consensus.Upstream;
using NatoServices.Domain;
using NatoServices.Journal;
using Selection = NatoServices.Consensus.Rules.Selection;
using Standing = NatoServices.Consensus.Rules.Standing;

namespace NatoServices.Consensus.Standings;

/// <summary>
/// Standings, computed once for each set of revisions that they rest on: many read the same one. What was computed is kept with the
/// bytes that go out, here and in the shared cache.
/// </summary>
internal sealed class StandingReader(
    AggregateStore<Selection, SelectionEvent> store, RosterHistoryCache rosters, SlateHistoryCache slates, HybridCache shared, StandingReplyCache replies,
    StreamVersions heads)
{
    private static readonly HybridCacheEntryOptions Shared = new()
    {
        Flags = HybridCacheEntryFlags.DisableLocalCache,
        Expiration = TimeSpan.FromHours(1),
    };

    /// <summary>The vacancy of each selection that was read: it never changes.</summary>
    private readonly ConcurrentDictionary<string, string> vacancies = new(StringComparer.Ordinal);

    /// <summary>
    /// The standing, as fresh as the reading wants it; refused with <see cref="SelectionUnknown"/>, <see cref="CandidateUnknown"/>,
    /// <see cref="NoElectorate"/>, <see cref="RevisionNotReached"/> or <see cref="UpstreamUnavailable"/>.
    /// </summary>
    public async ValueTask<Answer<GetStandingResponse>> ReadAsync(StandingQuestion asked, Reading reading, CancellationToken cancellation)
    {
        var stream = Selections.StreamOf(asked.Selection);
        var head = await store.HeadAsync(stream, reading.Of(stream), cancellation);
        if (head.Revision == 0) return new SelectionUnknown(asked.Selection);
        if (reading.AtLeast.Of(stream) is var atLeast && head.Revision < atLeast) return new RevisionNotReached(stream, atLeast, head.Revision);

        if (!vacancies.TryGetValue(stream, out var vacancy)) vacancy = await VacancyAsync(stream, head, cancellation);
        var slateAsked = slates.ReadAsync(vacancy, reading.Of(SlateHistoryCache.StreamOf(vacancy)), cancellation);
        var roster = await rosters.ReadAsync(reading.Of(RosterHistoryCache.Stream), cancellation);
        var slate = await slateAsked;
        if ((roster.Refusal ?? slate.Refusal) is { } unavailable) return unavailable;
        if (slate.Value is not { } known) return new CandidateUnknown(vacancy, asked.Candidate);

        var basis = new StandingBasis(stream, head, known, roster.Value);
        if (replies.TryGet(asked, basis) is { } cached) return cached;
        var reply = await ComputeAsync(asked, basis, cancellation);
        if (reply.Refusal is null) replies.Set(new(asked, basis, reply.Value!, LeasesOf(basis)));
        return reply;
    }

    /// <summary>What an answer rests on; nothing if an owner was away, for then it has to be asked again.</summary>
    private ValidityLease[] LeasesOf(StandingBasis basis) => basis.IsWhole ?
        [
            heads.Rest(basis.Stream, basis.Selection),
            heads.Rest(basis.Slate.Snapshot.Stream, new(basis.Slate.Snapshot.Revision, default, default)),
            heads.Rest(basis.Roster.Snapshot.Stream, new(basis.Roster.Snapshot.Revision, default, default)),
        ] : [];

    /// <summary>One computation serves all who wait for it. A refusal is kept as nothing: whoever finds that finds out why.</summary>
    private async ValueTask<Answer<GetStandingResponse>> ComputeAsync(StandingQuestion asked, StandingBasis basis, CancellationToken cancellation)
    {
        if (!basis.IsWhole) return await FoldAsync(asked, basis, cancellation);
        var computed = default(Answer<GetStandingResponse>);
        var bytes = await shared.GetOrCreateAsync(
            basis.KeyOf(asked),
            async ct => (computed = await FoldAsync(asked, basis, ct)).Value?.ToByteArray() ?? [],
            Shared, cancellationToken: cancellation);
        if (computed.Value is { } folded) return Prepared.With(folded, bytes);
        if (computed.Refusal is not null) return computed;
        if (bytes.Length == 0 || Read(bytes) is not { } cached) return await FoldAsync(asked, basis, cancellation);
        // What is folded is counted by the store, by where it found the record.
        CacheMetrics.Shared();
        return Prepared.With(cached, bytes);
    }

    private async ValueTask<Answer<GetStandingResponse>> FoldAsync(StandingQuestion asked, StandingBasis basis, CancellationToken cancellation)
    {
        var selection = await store.AtAsync(basis.Stream, basis.Selection, cancellation);
        if (!selection.State.IsKnownAt(asked.KnownAt)) return new SelectionUnknown(asked.Selection);
        if (basis.Slate.Snapshot.State.Find(asked.Candidate, asked.AsOf, asked.KnownAt) is not { } candidate)
            return new CandidateUnknown(selection.State.Vacancy, asked.Candidate);
        var roster = basis.Roster.Snapshot.State.On(asked.AsOf, asked.KnownAt);
        var standing = Standing.Of(selection.State, candidate, roster, asked.AsOf, asked.KnownAt, RuleOf(asked, selection.State.Rule));
        if (standing.Refusal is not null) return standing.Refusal;
        return StandingWire.Reply(selection.State, standing.Value!, basis.TokenAt(selection.Revision), basis.Away);
    }

    private async Task<string> VacancyAsync(string stream, Head head, CancellationToken cancellation)
    {
        var vacancy = store.AtHand(stream)?.Vacancy ?? await shared.GetOrCreateAsync(
            $"vacancy-v1:{stream}@{head.Revision}:{Convert.ToHexStringLower(head.Hash.Span)}",
            async ct => (await store.AtAsync(stream, head, ct)).State.Vacancy, Shared, cancellationToken: cancellation);
        return vacancies.GetOrAdd(stream, vacancy);
    }

    /// <summary>The selection's rule, or what the reading supposes instead.</summary>
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
            // Others write to that cache too; what cannot be read is computed instead.
            return null;
        }
    }
}
