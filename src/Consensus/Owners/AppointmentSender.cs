using Google.Rpc;
using Grpc.Core;
using Nato.Candidates.V1;
using NatoServices.ServiceDefaults;
using NatoServices.Words;
using static Nato.Candidates.V1.Candidates;

namespace NatoServices.Consensus.Owners;

/// <summary>Has the Candidates service mark appointments and take them back. Both bear repetition under the same request id.</summary>
internal sealed class AppointmentSender(CandidatesClient candidates)
{
    /// <summary>Has an appointment marked.</summary>
    /// <returns>Why it was refused; null if it was not.</returns>
    /// <exception cref="RefusalException"><see cref="OwnerUnavailable"/>.</exception>
    public async Task<AppointmentRefusal?> AppointAsync(AppointRequest request, CancellationToken cancellation)
    {
        try
        {
            await AskAsync(headers => candidates.AppointAsync(request, headers, cancellationToken: cancellation));
            return null;
        }
        catch (RpcException refused) when (ReasonOf(refused) is { } reason)
        {
            return new(reason, refused.Status.Detail);
        }
    }

    /// <summary>Has an appointment taken back.</summary>
    /// <exception cref="RefusalException"><see cref="OwnerUnavailable"/>.</exception>
    public async Task RevokeAsync(RevokeAppointmentRequest request, CancellationToken cancellation)
    {
        try
        {
            await AskAsync(headers => candidates.RevokeAppointmentAsync(request, headers, cancellationToken: cancellation));
        }
        catch (RpcException taken) when (taken.StatusCode == StatusCode.AlreadyExists)
        {
            // Somebody else has used that id. An appointment can be refused for it; what was marked must be taken back all the same.
            var again = new RevokeAppointmentRequest(request) { RequestId = request.RequestId + "'" };
            await AskAsync(headers => candidates.RevokeAppointmentAsync(again, headers, cancellationToken: cancellation));
        }
    }

    /// <summary>The reason for which Candidates refused; null if it failed otherwise, as with a damaged record, which may be mended.</summary>
    private static string? ReasonOf(RpcException failure) =>
        failure.StatusCode == StatusCode.DataLoss ? null : failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;

    private static async Task AskAsync<TReply>(Func<Metadata, AsyncUnaryCall<TReply>> ask)
    {
        try
        {
            await ask(new() { { Calls.ActorHeader, ConsensusWork.Actor } });
        }
        catch (RpcException failure) when (OwnerUnavailable.IsMeantBy(failure))
        {
            throw new RefusalException(new OwnerUnavailable("candidates"));
        }
    }
}

/// <summary>Why an appointment was refused.</summary>
/// <param name="Reason">The reason's name.</param>
/// <param name="Explanation">It in a sentence.</param>
internal sealed record AppointmentRefusal(string Reason, string Explanation);
