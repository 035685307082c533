using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Caching.Hybrid;
using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;
using static Nato.Candidates.V1.Candidates;
using Candidate = NatoServices.Consensus.Rules.Candidate;

namespace NatoServices.Consensus.Upstream;

/// <summary>
/// Asks Candidates for vacancies and candidates: for what its database has now, which a refusal rests on, or through the cache for whole
/// slates, which readings and the acceptance of an entry rest on. Has it mark appointments and take them back; both bear repetition
/// under the same request id.
/// </summary>
internal sealed class SlateClient(CandidatesClient candidates, StreamVersions heads, HybridCache cache, TimeProvider clock) : IDisposable
{
    private const string Service = "candidates";

    private const string Prefix = "slate/";

    private readonly UpstreamCache<SlateHistory> histories = new(
        Service, heads, cache, SlateJson.Default.SlateHistory, "slate-history-v1", (stream, ct) => AskHistoryAsync(candidates, stream, ct), clock);

    private static Metadata Headers => new() { { Callers.ActorHeader, ConsensusWork.Actor } };

    /// <summary>The stream that Candidates keeps of a vacancy.</summary>
    public static string StreamOf(string vacancy) => Prefix + vacancy;

    /// <summary>A slate with its whole history, as fresh as it has to be; a null value if there is no such vacancy; or <see cref="UpstreamUnavailable"/>.</summary>
    public ValueTask<Answer<UpstreamState<SlateHistory>?>> ReadHistoryAsync(string vacancy, Freshness want, CancellationToken cancellation) =>
        histories.ReadAsync(StreamOf(vacancy), want, cancellation);

    /// <summary>A vacancy as its owner's database has it, the newest unless an earlier moment is given.</summary>
    /// <returns>It, or <see cref="UpstreamUnavailable"/>, <see cref="UpstreamBehind"/>.</returns>
    public async ValueTask<Answer<FoundVacancy>> ReadNewestVacancyAsync(string vacancy, CancellationToken cancellation, DateTimeOffset? knownAt = null)
    {
        if (!Ids.IsWellFormed(vacancy)) return new FoundVacancy(null);
        var request = new GetVacancyRequest { Vacancy = vacancy, KnownAt = knownAt?.ToTimestamp(), FullyConsistent = true };
        var reply = (await UpstreamCalls.CallAsync(Service, () => candidates.GetVacancyAsync(request, cancellationToken: cancellation))).ToFound(knownAt);
        return reply.Refusal is null ? new FoundVacancy(reply.Value is null ? null : SlateWire.VacancyOf(reply.Value.Vacancy)) : reply.Refusal;
    }

    /// <summary>
    /// A candidate as the owner's database has it, the newest unless an earlier day or moment is given; a null value if the slate has none
    /// of this id.
    /// </summary>
    /// <returns>It, or <see cref="UpstreamUnavailable"/>, <see cref="UpstreamBehind"/>.</returns>
    public async ValueTask<Answer<Candidate?>> ReadNewestCandidateAsync(
        string vacancy, string candidate, CancellationToken cancellation, DateOnly? asOf = null, DateTimeOffset? knownAt = null)
    {
        if (!Ids.IsWellFormed(candidate)) return default;
        var request = new GetCandidateRequest
        {
            Vacancy = vacancy,
            Candidate = candidate,
            AsOf = asOf?.ToWire(),
            KnownAt = knownAt?.ToTimestamp(),
            FullyConsistent = true,
        };
        var reply = (await UpstreamCalls.CallAsync(Service, () => candidates.GetCandidateAsync(request, cancellationToken: cancellation))).ToFound(knownAt);
        return reply.Refusal is null ? reply.Value is null ? null : SlateWire.CandidateOf(reply.Value.Candidate) : reply.Refusal;
    }

    /// <summary>Has an appointment marked.</summary>
    /// <returns>Why it was refused, null if it was not; or <see cref="UpstreamUnavailable"/>.</returns>
    public async ValueTask<Answer<AppointmentRefusal?>> AppointAsync(AppointRequest request, CancellationToken cancellation)
    {
        var outcome = await UpstreamCalls.CallAsync(Service, () => candidates.AppointAsync(request, Headers, cancellationToken: cancellation));
        if (ReasonOf(outcome.Failure) is { } reason) return new AppointmentRefusal(reason, outcome.Failure!.Status.Detail);
        return new Answer<AppointmentRefusal?>(null, outcome.ToAnswer().Refusal);
    }

    /// <summary>Has an appointment taken back.</summary>
    /// <returns><see cref="UpstreamUnavailable"/>; null if it was taken back.</returns>
    public async ValueTask<Refusal?> RevokeAsync(RevokeAppointmentRequest request, CancellationToken cancellation)
    {
        var outcome = await SendAsync(request, cancellation);
        // Somebody else has used that id. An appointment can be refused for it; what was marked must be taken back all the same.
        if (outcome.Status == StatusCode.AlreadyExists)
            outcome = await SendAsync(new(request) { RequestId = request.RequestId + "'" }, cancellation);
        return outcome.ToAnswer().Refusal;
    }

    /// <inheritdoc />
    public void Dispose() => histories.Dispose();

    private ValueTask<CallOutcome<RevokeAppointmentResponse>> SendAsync(RevokeAppointmentRequest request, CancellationToken cancellation) =>
        UpstreamCalls.CallAsync(Service, () => candidates.RevokeAppointmentAsync(request, Headers, cancellationToken: cancellation));

    /// <summary>
    /// The reason for which Candidates refused; null if it did not, or was not there to, or failed otherwise, as with a damaged record, which
    /// may be mended.
    /// </summary>
    private static string? ReasonOf(RpcException? failure) =>
        failure is null || failure.IsUnavailable() || failure.StatusCode == StatusCode.DataLoss
            ? null
            : failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;

    private static async ValueTask<Answer<UpstreamAnswer<SlateHistory>?>> AskHistoryAsync(
        CandidatesClient candidates, string stream, CancellationToken cancellation)
    {
        var read = await HistoryPages.ReadAsync(Service, AskPageAsync, page => page.Revision, page => page.NextPageToken);
        if (read.Refusal is not null) return read.Refusal;
        if (read.Value is not [var first, ..] pages) return default;
        return new UpstreamAnswer<SlateHistory>(
            new(first.Revision, first.Hash.Memory, default),
            new(SlateWire.VacancyOf(first.Vacancy), [.. pages.SelectMany(page => page.Candidates).Select(SlateWire.HistoryOf)]),
            pages.Sum(page => (long)page.CalculateSize()));

        async ValueTask<Answer<GetSlateHistoryResponse?>> AskPageAsync(string token) => (await UpstreamCalls.CallAsync(Service, () =>
            candidates.GetSlateHistoryAsync(
                new()
                {
                    Vacancy = stream[Prefix.Length..],
                    FullyConsistent = true,
                    PageSize = HistoryPages.Size,
                    PageToken = token,
                },
                cancellationToken: cancellation))).ToFound();
    }
}

/// <summary>What the owner answered: the vacancy, or null if there is none of this id.</summary>
internal sealed record FoundVacancy(Rules.Vacancy? Vacancy);

/// <summary>Why an appointment was refused.</summary>
/// <param name="Reason">The reason's name.</param>
/// <param name="Explanation">It in a sentence.</param>
internal sealed record AppointmentRefusal(string Reason, string Explanation);
