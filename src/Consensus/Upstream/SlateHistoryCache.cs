using Microsoft.Extensions.Caching.Hybrid;
using NatoServices.Aggregates;
using NatoServices.Domain;
using static Nato.Candidates.V1.Candidates;

namespace NatoServices.Consensus.Upstream;

/// <summary>Slates with their whole history, through the cache: what readings, and the acceptance of an entry, rest on.</summary>
internal sealed class SlateHistoryCache(CandidatesClient candidates, StreamVersions heads, HybridCache cache, TimeProvider clock) : IDisposable
{
    private const string Prefix = "slate/";

    private readonly UpstreamCache<SlateHistory> owned = new(
        "candidates", heads, cache, SlateJson.Default.SlateHistory, "slate-history-v1", (stream, ct) => AskAsync(candidates, stream, ct), clock);

    /// <summary>The stream that Candidates keeps of a vacancy.</summary>
    public static string StreamOf(string vacancy) => Prefix + vacancy;

    /// <summary>A slate, as fresh as it has to be; null if there is no such vacancy; or <see cref="UpstreamUnavailable"/>.</summary>
    public ValueTask<Answer<UpstreamState<SlateHistory>?>> ReadAsync(string vacancy, Freshness want, CancellationToken cancellation) =>
        owned.ReadAsync(StreamOf(vacancy), want, cancellation);

    /// <inheritdoc />
    public void Dispose() => owned.Dispose();

    private static async ValueTask<Answer<UpstreamAnswer<SlateHistory>?>> AskAsync(
        CandidatesClient candidates, string stream, CancellationToken cancellation)
    {
        var read = await HistoryPages.ReadAsync("candidates", AskPageAsync, page => page.Revision, page => page.NextPageToken);
        if (read.Refusal is not null) return read.Refusal;
        if (read.Value is not [var first, ..] pages) return default;
        return new UpstreamAnswer<SlateHistory>(
            new(first.Revision, first.Hash.Memory, default),
            new(SlateReader.VacancyOf(first.Vacancy), [.. pages.SelectMany(page => page.Candidates).Select(CandidateOf)]));

        ValueTask<Answer<Nato.Candidates.V1.GetSlateHistoryResponse?>> AskPageAsync(string token) => UpstreamCalls.FindAsync("candidates", () =>
            candidates.GetSlateHistoryAsync(
                new()
                {
                    Vacancy = stream[Prefix.Length..],
                    FullyConsistent = true,
                    PageSize = HistoryPages.Size,
                    PageToken = token,
                },
                cancellationToken: cancellation));
    }

    private static CandidateHistory CandidateOf(Nato.Candidates.V1.CandidateHistory candidate) => new(
        candidate.Id, candidate.Name, candidate.RecordedAt.ToDateTimeOffset(),
        [.. candidate.Steps.Select(s => new StepRecord(
            SlateReader.StepOf(s.Candidacy), s.Candidacy.Recorded.At.ToDateTimeOffset(), s.RevokedAt?.ToDateTimeOffset()))]);
}
