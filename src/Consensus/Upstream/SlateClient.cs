using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Nato.Candidates.V1;
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
        var reply = await UpstreamCalls.CallAsync(Service, () => candidates.GetVacancyAsync(request, cancellationToken: cancellation));
        return reply.ToFound(knownAt).Then(found => new FoundVacancy(found is null ? null : SlateWire.VacancyOf(found.Vacancy)));
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
        var reply = await UpstreamCalls.CallAsync(Service, () => candidates.GetCandidateAsync(request, cancellationToken: cancellation));
        return reply.ToFound(knownAt).Then(found => found is null ? null : SlateWire.CandidateOf(found.Candidate));
    }

    /// <summary>Makes an appointment.</summary>
    /// <returns>
    /// The reason if Candidates refused, null if it accepted; refused with <see cref="UpstreamUnavailable"/> if it does not answer.
    /// </returns>
    public async ValueTask<Answer<AppointmentRefusal?>> AppointAsync(AppointRequest request, CancellationToken cancellation)
    {
        var outcome = await UpstreamCalls.CallAsync(Service, () => candidates.AppointAsync(request, Headers, cancellationToken: cancellation));
        if (ReasonOf(outcome.Failure) is { } reason) return new AppointmentRefusal(reason, outcome.Failure!.Status.Detail);
        return new(null, outcome.ToAnswer().Refusal);
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

    private static ValueTask<Answer<Snapshot<SlateHistory>?>> AskHistoryAsync(
        CandidatesClient candidates, string stream, CancellationToken cancellation)
    {
        var vacancy = stream[Prefix.Length..];
        return HistoryPages.ReadAsync(
            Service, stream,
            token => candidates.GetSlateHistoryAsync(
                new() { Vacancy = vacancy, FullyConsistent = true, PageSize = HistoryPages.Size, PageToken = token, InParts = true },
                cancellationToken: cancellation),
            page => new(page.Revision, page.Hash.Memory, default), page => page.NextPageToken, HistoryOf);
    }

    private static SlateHistory HistoryOf(IReadOnlyList<GetSlateHistoryResponse> pages)
    {
        var candidates = HistoryPages.Whole(pages.SelectMany(page => page.Candidates), candidate => candidate.Id);
        return new(SlateWire.VacancyOf(pages[0].Vacancy), [.. candidates.Select(SlateWire.HistoryOf)]);
    }
}

/// <summary>The owner's answer: the vacancy, or null if there is no such vacancy.</summary>
internal sealed record FoundVacancy(Rules.Vacancy? Vacancy);

/// <summary>Why Candidates refused an appointment: the code and the message of its error.</summary>
internal sealed record AppointmentRefusal(string Reason, string Explanation);
