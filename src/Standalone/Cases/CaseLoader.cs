using Google.Protobuf;
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

    private const int MembersAtOnce = 8;

    /// <summary>Records the case unless it is on record whole.</summary>
    /// <returns>What was done, in a line.</returns>
    /// <exception cref="CaseRefusedException">A service refuses an item.</exception>
    public async Task<string> EnsureAsync(Case reported, string directory, CancellationToken stop)
    {
        if (await LoadReceipt.FindAsync(directory, reported, services, stop) is not null)
            return $"Found on record ({reported.Items.Count} items); nothing was recorded again.";
        await RecordAsync(reported, stop);
        await LoadReceipt.WriteAsync(directory, reported, services, stop);
        return $"Recorded from {Path.GetFileName(reported.File)} ({reported.Items.Count} items).";
    }

    /// <summary>
    /// Records every item, in the file's order but for the roster, whose members don't wait for each other; an item that is recorded
    /// already is answered again and not entered again. What comes before a refused item stays.
    /// </summary>
    private async Task RecordAsync(Case reported, CancellationToken stop)
    {
        var members = reported.Items.Where(item => item.Member is not "").GroupBy(item => item.Member);
        await Parallel.ForEachAsync(members, new ParallelOptions { MaxDegreeOfParallelism = MembersAtOnce, CancellationToken = stop },
            async (member, ended) =>
            {
                foreach (var item in member) await RecordAsync(reported, item, ended);
            });
        foreach (var item in reported.Items.Where(item => item.Member is "")) await RecordAsync(reported, item, stop);
    }

    private async Task RecordAsync(Case reported, CaseItem item, CancellationToken stop)
    {
        try
        {
            await SendAsync(item.Request, stop);
        }
        catch (RpcException refused) when (refused.StatusCode != StatusCode.Cancelled)
        {
            throw new CaseRefusedException(reported, item.Line, item.Name, refused);
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
}
