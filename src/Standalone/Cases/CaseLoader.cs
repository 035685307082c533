using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using Nato.Members.V1;
using NatoServices.Standalone.Hosting;

namespace NatoServices.Standalone.Cases;

/// <summary>Records a case through the services, as any other client would.</summary>
internal sealed class CaseLoader(Clients services)
{
    /// <summary>On whose behalf a case is recorded.</summary>
    public const string Actor = "case-loader";

    /// <summary>Records every item; one that is recorded already is answered again and not entered again.</summary>
    /// <exception cref="CaseRefusedException">A service refuses one; the message says which and why. What came before it stays.</exception>
    public async Task RecordAsync(Case reported, CancellationToken stop)
    {
        foreach (var item in reported.Items)
            try
            {
                await SendAsync(item.Request, stop);
            }
            catch (RpcException refused) when (refused.StatusCode != StatusCode.Cancelled)
            {
                throw new CaseRefusedException(reported.File, item.Line, $"{item.Name} was refused: {Spell(refused)}");
            }
    }

    private Task SendAsync(IMessage request, CancellationToken stop) => request switch
    {
        InviteMemberRequest r => services.Members.InviteMemberAsync(r, cancellationToken: stop).ResponseAsync,
        AccedeMemberRequest r => services.Members.AccedeMemberAsync(r, cancellationToken: stop).ResponseAsync,
        WithdrawMemberRequest r => services.Members.WithdrawMemberAsync(r, cancellationToken: stop).ResponseAsync,
        UpdateMemberRequest r => services.Members.UpdateMemberAsync(r, cancellationToken: stop).ResponseAsync,
        ReportDefenceExpenditureRequest r => services.Members.ReportDefenceExpenditureAsync(r, cancellationToken: stop).ResponseAsync,
        OpenVacancyRequest r => services.Candidates.OpenVacancyAsync(r, cancellationToken: stop).ResponseAsync,
        RegisterCandidateRequest r => services.Candidates.RegisterCandidateAsync(r, cancellationToken: stop).ResponseAsync,
        RecordCandidacyRequest r => services.Candidates.RecordCandidacyAsync(r, cancellationToken: stop).ResponseAsync,
        OpenSelectionRequest r => services.Consensus.OpenSelectionAsync(r, cancellationToken: stop).ResponseAsync,
        RecordPositionRequest r => services.Consensus.RecordPositionAsync(r, cancellationToken: stop).ResponseAsync,
        RecordClaimRequest r => services.Consensus.RecordClaimAsync(r, cancellationToken: stop).ResponseAsync,
        _ => throw new InvalidOperationException($"No service takes a {request.Descriptor.Name}."),
    };

    /// <summary>The reason, the sentence for people, and every violation by its field.</summary>
    private static string Spell(RpcException refused)
    {
        var status = refused.GetRpcStatus();
        var reason = status?.GetDetail<ErrorInfo>()?.Reason ?? refused.StatusCode.ToString();
        var violations = status?.GetDetail<BadRequest>()?.FieldViolations.Select(v => $"{v.Field} {v.Description}").ToList() ?? [];
        return $"{reason}: {(violations.Count > 0 ? string.Join("; ", violations) : refused.Status.Detail)}";
    }
}
