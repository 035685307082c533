using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using Nato.Members.V1;

namespace NatoServices.Cases;

/// <summary>Records a case through the services, as any other client would.</summary>
public sealed class CaseLoader(Clients services)
{
    /// <summary>On whose behalf a case is recorded.</summary>
    public const string Actor = "case-loader";

    private const int MembersAtOnce = 8;

    /// <summary>
    /// Records every item, in the file's order but for the roster, whose members don't wait for each other; an item that is recorded
    /// already is answered again and not entered again. What comes before a refused item stays.
    /// </summary>
    /// <returns>The items that were not entered because the record has them otherwise, with their lines.</returns>
    /// <exception cref="CaseRefusedException">A service refuses an item.</exception>
    public async Task<IReadOnlyList<string>> RecordAsync(ReportedCase reported, CancellationToken stop)
    {
        var there = await OnRecord.ReadAsync(reported, services, stop);
        var otherwise = new ConcurrentBag<CaseItem>();
        var members = reported.Items.Where(item => item.Member is not "").GroupBy(item => item.Member);
        await Parallel.ForEachAsync(members, new ParallelOptions { MaxDegreeOfParallelism = MembersAtOnce, CancellationToken = stop },
            async (member, ended) =>
            {
                var invitations = 0;
                foreach (var item in member)
                {
                    var invitation = there.EndedInvitation(item, invitations);
                    if (item.Request is InviteMemberRequest) invitations++;
                    if (!(invitation is null ? await IsEnteredAsync(reported, item, there, ended) : !there.Differs(item, invitation))) otherwise.Add(item);
                }
            });
        foreach (var item in reported.Items.Where(item => item.Member is ""))
            if (!await IsEnteredAsync(reported, item, there, stop)) otherwise.Add(item);
        return [.. reported.Items.Where(otherwise.Contains).Select(item => $"{item.Name} (line {item.Line})")];
    }

    /// <summary>Sends one item.</summary>
    /// <returns>Whether it is on record now as the file has it; false: the thing is there already, otherwise.</returns>
    private async Task<bool> IsEnteredAsync(ReportedCase reported, CaseItem item, OnRecord there, CancellationToken stop)
    {
        try
        {
            await SendAsync(item.Request, stop);
            return true;
        }
        catch (RpcException refused) when (refused.StatusCode != StatusCode.Cancelled)
        {
            return await there.HasAsync(item, refused, stop) ? false : throw new CaseRefusedException(reported, item.Line, item.Name, refused);
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
