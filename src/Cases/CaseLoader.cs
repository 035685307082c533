using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using Nato.Members.V1;

namespace NatoServices.Cases;

/// <summary>Records a case through the services, as any other client would, and reports the load in one trace.</summary>
public sealed class CaseLoader(Clients services, ILoggerFactory logs)
{
    /// <summary>The actor of all requests that record a case.</summary>
    public const string Actor = "case-loader";

    private const int MembersAtOnce = 8;

    private readonly ILogger log = logs.CreateLogger<CaseLoader>();

    /// <summary>Starts the export of the loader's telemetry.</summary>
    /// <param name="process">The name of the process.</param>
    public static CommandTelemetry StartTelemetry(string process) => CommandTelemetry.Start(process, Loading.SourceName);

    /// <summary>
    /// Records every item in the order of the file; only members of the roster are recorded in parallel. If an item is on record already,
    /// the service repeats its answer and enters nothing. If an item is refused, the items before it stay.
    /// </summary>
    /// <returns>The items that were not entered because the record differs from the file, with their lines.</returns>
    /// <exception cref="CaseRefusedException">A service refuses an item.</exception>
    public async Task<IReadOnlyList<string>> RecordAsync(ReportedCase reported, CancellationToken stop)
    {
        using var loading = new Loading(reported, log);
        try
        {
            await RecordAsync(reported, loading, stop);
            loading.Complete();
            return [.. reported.Items.Where(loading.Otherwise.Contains).Select(item => $"{item.Name} (line {item.Line})")];
        }
        catch (Exception failure)
        {
            loading.Fail(failure);
            throw;
        }
    }

    private async Task RecordAsync(ReportedCase reported, Loading loading, CancellationToken stop)
    {
        var there = await OnRecord.ReadAsync(reported, services, stop);
        var members = reported.Items.Where(item => item.Member is not "").GroupBy(item => item.Member);
        await Parallel.ForEachAsync(members, new ParallelOptions { MaxDegreeOfParallelism = MembersAtOnce, CancellationToken = stop },
            async (member, ended) =>
            {
                var invitations = 0;
                foreach (var item in member)
                {
                    var invitation = there.EndedInvitation(item, invitations);
                    if (item.Request is InviteMemberRequest) invitations++;
                    if (invitation is null) await EnterAsync(reported, item, there, loading, ended);
                    else if (there.Differs(item, invitation)) loading.HasOtherwise(item);
                    else loading.Has();
                }
            });
        foreach (var item in reported.Items.Where(item => item.Member is "")) await EnterAsync(reported, item, there, loading, stop);
    }

    private async Task EnterAsync(ReportedCase reported, CaseItem item, OnRecord there, Loading loading, CancellationToken stop)
    {
        try
        {
            loading.Has(await SendAsync(item.Request, stop), there.Reached);
        }
        catch (RpcException refused) when (refused.StatusCode != StatusCode.Cancelled)
        {
            if (!await there.HasAsync(item, refused, stop))
            {
                loading.Refuse(item, refused);
                throw new CaseRefusedException(reported, item.Line, item.Name, refused);
            }
            loading.HasOtherwise(item);
        }
    }

    /// <returns>The revision token after the request.</returns>
    private async Task<string> SendAsync(IMessage request, CancellationToken stop) => request switch
    {
        InviteMemberRequest r => (await services.Members.InviteMemberAsync(r, cancellationToken: stop)).RevisionToken,
        AccedeMemberRequest r => (await services.Members.AccedeMemberAsync(r, cancellationToken: stop)).RevisionToken,
        WithdrawMemberRequest r => (await services.Members.WithdrawMemberAsync(r, cancellationToken: stop)).RevisionToken,
        UpdateMemberRequest r => (await services.Members.UpdateMemberAsync(r, cancellationToken: stop)).RevisionToken,
        ReportDefenceExpenditureRequest r => (await services.Members.ReportDefenceExpenditureAsync(r, cancellationToken: stop)).RevisionToken,
        OpenVacancyRequest r => (await services.Candidates.OpenVacancyAsync(r, cancellationToken: stop)).RevisionToken,
        RegisterCandidateRequest r => (await services.Candidates.RegisterCandidateAsync(r, cancellationToken: stop)).RevisionToken,
        RecordCandidacyRequest r => (await services.Candidates.RecordCandidacyAsync(r, cancellationToken: stop)).RevisionToken,
        OpenSelectionRequest r => (await services.Consensus.OpenSelectionAsync(r, cancellationToken: stop)).RevisionToken,
        RecordPositionRequest r => (await services.Consensus.RecordPositionAsync(r, cancellationToken: stop)).RevisionToken,
        RecordClaimRequest r => (await services.Consensus.RecordClaimAsync(r, cancellationToken: stop)).RevisionToken,
        _ => throw new InvalidOperationException($"No service takes a {request.Descriptor.Name}."),
    };
}
