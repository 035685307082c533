using Grpc.Core;
using Nato.Candidates.V1;
using Nato.Errors.V1;
using Nato.Members.V1;
using NatoServices.Domain;

namespace NatoServices.Cases;

/// <summary>What the services had on record before the load, perhaps in a different form than the file.</summary>
internal sealed class OnRecord(ReportedCase reported, Clients services, IReadOnlyDictionary<string, Member> roster, RevisionToken reached)
{
    public RevisionToken Reached => reached;

    public static async Task<OnRecord> ReadAsync(ReportedCase reported, Clients services, CancellationToken stop)
    {
        var roster = await services.Members.GetRosterAsync(new() { FullyConsistent = true }, cancellationToken: stop);
        var slate = await TokenAsync(async () => (await services.Candidates.GetVacancyAsync(
            new() { Vacancy = reported.Vacancy, FullyConsistent = true }, cancellationToken: stop)).RevisionToken);
        var selection = await TokenAsync(async () => (await services.Consensus.GetSelectionAsync(
            new() { Selection = reported.Selection, FullyConsistent = true }, cancellationToken: stop)).RevisionToken);
        return new(reported, services, roster.Members.ToDictionary(m => m.Code), Reading(roster.RevisionToken).And(slate).And(selection));
    }

    /// <summary>
    /// The recorded invitation of a state that has withdrawn since. It must not be sent: if edited, it would invite the state again. Null
    /// if the item is something else, or is not on record; <paramref name="before"/> counts earlier invitations of the state in the file.
    /// </summary>
    public Membership? EndedInvitation(CaseItem item, int before) =>
        item.Request is InviteMemberRequest && roster.TryGetValue(item.Member, out var member) && member.History[^1].Status == MemberStatus.Withdrawn
            ? member.History.Where(h => h.Status == MemberStatus.Invited).ElementAtOrDefault(before)
            : null;

    public bool Differs(CaseItem item, Membership invitation) => item.Request is InviteMemberRequest asked
        && !(asked.DisplayName == roster[item.Member].DisplayName && Equals(asked.InvitedOn, invitation.From) && Equals(asked.Source, invitation.Source));

    public async Task<bool> HasAsync(CaseItem item, RpcException refused, CancellationToken stop) => CaseRefusedException.ReasonOf(refused) switch
    {
        Reason.MemberAlreadyOnRoster or Reason.VacancyAlreadyOpen or Reason.CandidateAlreadyRegistered or Reason.SelectionAlreadyOpen => true,
        // In the file, a state is invited before it accedes and withdraws. If such a move is impossible, the state is already past it.
        Reason.MembershipMoveImpossible => true,
        Reason.CandidacyMoveImpossible => await HasStepAsync((RecordCandidacyRequest)item.Request, stop),
        _ => false,
    };

    /// <summary>Whether the record has all the file's steps to this status. If not, the refused step is a mistake in the file.</summary>
    private async Task<bool> HasStepAsync(RecordCandidacyRequest step, CancellationToken stop)
    {
        var reply = await services.Candidates.GetCandidateAsync(
            new() { Vacancy = step.Vacancy, Candidate = step.Candidate, FullyConsistent = true }, cancellationToken: stop);
        var inFile = reported.Items.Select(item => item.Request).OfType<RecordCandidacyRequest>()
            .Count(r => (r.Candidate, r.Status) == (step.Candidate, step.Status));
        return reply.Candidate.History.Count(h => h.Status == step.Status) >= inFile;
    }

    /// <summary>The revision token of a record; <see cref="RevisionToken.Any"/> if the record does not exist yet.</summary>
    private static async Task<RevisionToken> TokenAsync(Func<Task<string>> ask)
    {
        try
        {
            return Reading(await ask());
        }
        catch (RpcException nothing) when (nothing.StatusCode == StatusCode.NotFound)
        {
            return RevisionToken.Any;
        }
    }

    private static RevisionToken Reading(string token) => RevisionToken.Parse(token) ?? RevisionToken.Any;
}
