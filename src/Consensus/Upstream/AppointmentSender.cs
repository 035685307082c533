using Google.Rpc;
using Grpc.Core;
using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;
using static Nato.Candidates.V1.Candidates;

namespace NatoServices.Consensus.Upstream;

/// <summary>Has the Candidates service mark appointments and take them back. Both bear repetition under the same request id.</summary>
internal sealed class AppointmentSender(CandidatesClient candidates)
{
    private static Metadata Headers => new() { { Callers.ActorHeader, ConsensusWork.Actor } };

    /// <summary>Has an appointment marked.</summary>
    /// <returns>Why it was refused, null if it was not; or <see cref="UpstreamUnavailable"/>.</returns>
    public async ValueTask<Answer<AppointmentRefusal?>> AppointAsync(AppointRequest request, CancellationToken cancellation)
    {
        try
        {
            var marked = await UpstreamCalls.CallAsync("candidates", () => candidates.AppointAsync(request, Headers, cancellationToken: cancellation));
            return new(null, marked.Refusal);
        }
        catch (RpcException refused) when (ReasonOf(refused) is { } reason)
        {
            return new AppointmentRefusal(reason, refused.Status.Detail);
        }
    }

    /// <summary>Has an appointment taken back.</summary>
    /// <returns><see cref="UpstreamUnavailable"/>; null if it was taken back.</returns>
    public async ValueTask<Refusal?> RevokeAsync(RevokeAppointmentRequest request, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(request, cancellation);
        }
        catch (RpcException taken) when (taken.StatusCode == StatusCode.AlreadyExists)
        {
            // Somebody else has used that id. An appointment can be refused for it; what was marked must be taken back all the same.
            return await SendAsync(new(request) { RequestId = request.RequestId + "'" }, cancellation);
        }
    }

    private async ValueTask<Refusal?> SendAsync(RevokeAppointmentRequest request, CancellationToken cancellation) =>
        (await UpstreamCalls.CallAsync("candidates", () => candidates.RevokeAppointmentAsync(request, Headers, cancellationToken: cancellation))).Refusal;

    /// <summary>The reason for which Candidates refused; null if it failed otherwise, as with a damaged record, which may be mended.</summary>
    private static string? ReasonOf(RpcException failure) =>
        failure.StatusCode == StatusCode.DataLoss ? null : failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;
}

/// <summary>Why an appointment was refused.</summary>
/// <param name="Reason">The reason's name.</param>
/// <param name="Explanation">It in a sentence.</param>
internal sealed record AppointmentRefusal(string Reason, string Explanation);
