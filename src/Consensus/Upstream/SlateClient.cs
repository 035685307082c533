using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;
using static Nato.Candidates.V1.Candidates;
using Candidate = NatoServices.Consensus.Rules.Candidate;

namespace NatoServices.Consensus.Upstream;

/// <summary>
/// Reads vacancies and candidates from Candidates: directly from its database, for refusals; or whole slates through the cache, for
/// readings and for accepting an entry. Also makes and revokes appointments; both are idempotent by request id.
/// </summary>
internal sealed class SlateClient(CandidatesClient candidates, UpstreamParts parts) : IDisposable
{
    private const string Service = "candidates";

    private const string Prefix = "slate/";

    private readonly UpstreamCache<SlateHistory> histories = new(
        Service, parts, SlateJson.Default.SlateHistory, "slate-history-v1", (stream, ct) => AskHistoryAsync(candidates, stream, ct));

    private static Metadata Headers => new() { { Callers.ActorHeader, ConsensusWork.Actor } };

    /// <summary>The stream of a vacancy's slate, which Candidates owns.</summary>
    public static string StreamOf(string vacancy) => Prefix + vacancy;

    /// <summary>
    /// A slate with its whole history, as fresh as required; a null value if there is no such vacancy. Refused with
    /// <see cref="UpstreamUnavailable"/> or <see cref="RevisionNotReached"/>.
    /// </summary>
    public ValueTask<Answer<UpstreamState<SlateHistory>?>> ReadHistoryAsync(string vacancy, Freshness want, CancellationToken cancellation) =>
        histories.ReadAsync(StreamOf(vacancy), want, cancellation);

    /// <summary>A vacancy from the owner's database, the newest unless <paramref name="knownAt"/> is given.</summary>
    /// <returns>The vacancy; refused with <see cref="UpstreamUnavailable"/> or <see cref="UpstreamBehind"/>.</returns>
    public async ValueTask<Answer<FoundVacancy>> ReadNewestVacancyAsync(string vacancy, CancellationToken cancellation, DateTimeOffset? knownAt = null)
    {
        if (!Ids.IsWellFormed(vacancy)) return new FoundVacancy(null);
        var request = new GetVacancyRequest { Vacancy = vacancy, KnownAt = knownAt?.ToTimestamp(), FullyConsistent = true };
        var reply = (await UpstreamCalls.CallAsync(Service, () => candidates.GetVacancyAsync(request, cancellationToken: cancellation))).ToFound(knownAt);
        return reply.Refusal is null ? new FoundVacancy(reply.Value is null ? null : SlateWire.VacancyOf(reply.Value.Vacancy)) : reply.Refusal;
    }

    /// <summary>
    /// A candidate from the owner's database, the newest unless a day or moment is given; a null value if the slate has no such candidate.
    /// </summary>
    /// <returns>The candidate; refused with <see cref="UpstreamUnavailable"/> or <see cref="UpstreamBehind"/>.</returns>
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

    /// <summary>Makes an appointment.</summary>
    /// <returns>
    /// The reason if Candidates refused, null if it accepted; refused with <see cref="UpstreamUnavailable"/> if it does not answer.
    /// </returns>
    public async ValueTask<Answer<AppointmentRefusal?>> AppointAsync(AppointRequest request, CancellationToken cancellation)
    {
        var outcome = await UpstreamCalls.CallAsync(Service, () => candidates.AppointAsync(request, Headers, cancellationToken: cancellation));
        if (ReasonOf(outcome.Failure) is { } reason) return new AppointmentRefusal(reason, outcome.Failure!.Status.Detail);
        return new Answer<AppointmentRefusal?>(null, outcome.ToAnswer().Refusal);
    }

    /// <summary>Revokes an appointment.</summary>
    /// <returns><see cref="UpstreamUnavailable"/>; null if the appointment was revoked.</returns>
    public async ValueTask<Refusal?> RevokeAsync(RevokeAppointmentRequest request, CancellationToken cancellation)
    {
        var outcome = await SendAsync(request, cancellation);
        // Another caller has used this request id. An appointment may be refused for that reason, but a revocation must be carried out: use
        // another id.
        if (outcome.Status == StatusCode.AlreadyExists)
            outcome = await SendAsync(new(request) { RequestId = request.RequestId + "'" }, cancellation);
        return outcome.ToAnswer().Refusal;
    }

    /// <summary>The last history of a slate that Candidates gave this process; null if there is none.</summary>
    public ValueTask<SlateHistory?> ReadHistoryFromOwnerAsync(string vacancy, CancellationToken cancellation) =>
        histories.ReadFromOwnerAsync(StreamOf(vacancy), cancellation);

    /// <inheritdoc />
    public void Dispose() => histories.Dispose();

    private ValueTask<CallOutcome<RevokeAppointmentResponse>> SendAsync(RevokeAppointmentRequest request, CancellationToken cancellation) =>
        UpstreamCalls.CallAsync(Service, () => candidates.RevokeAppointmentAsync(request, Headers, cancellationToken: cancellation));

    /// <summary>
    /// The reason for which Candidates refused. Null if it did not refuse: it succeeded, is unavailable, or failed otherwise, for example
    /// because of a damaged record, which can be repaired.
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

/// <summary>The owner's answer: the vacancy, or null if there is no such vacancy.</summary>
internal sealed record FoundVacancy(Rules.Vacancy? Vacancy);

/// <summary>Why Candidates refused an appointment.</summary>
/// <param name="Reason">The reason code of the error.</param>
/// <param name="Explanation">The error message.</param>
internal sealed record AppointmentRefusal(string Reason, string Explanation);
