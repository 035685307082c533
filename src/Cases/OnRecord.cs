using Grpc.Core;
using Nato.Candidates.V1;
using Nato.Errors.V1;
using Nato.Members.V1;
using NatoServices.Domain;

namespace NatoServices.Cases;

/// <summary>What the services have already, perhaps otherwise than the file has it now.</summary>
/// <param name="reported">The case.</param>
/// <param name="services">The services.</param>
/// <param name="roster">The states that were on the roster before the load, by code.</param>
/// <param name="reached">How far the three records had come before the load.</param>
internal sealed class OnRecord(ReportedCase reported, Clients services, IReadOnlyDictionary<string, Member> roster, RevisionToken reached)
{
    /// <summary>How far the three records had come before the load.</summary>
    public RevisionToken Reached => reached;

    /// <summary>Looks at the records before anything is sent.</summary>
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
    /// The invitation of a state that has withdrawn since, which must not be sent: edited, it would invite the state once more.
    /// Null if the item is something else, or is not on record.
    /// </summary>
    /// <param name="item">What the file says.</param>
    /// <param name="before">How many invitations of that state stand before it in the file.</param>
    public Membership? EndedInvitation(CaseItem item, int before) =>
        item.Request is InviteMemberRequest && roster.TryGetValue(item.Member, out var member) && member.History[^1].Status == MemberStatus.Withdrawn
            ? member.History.Where(h => h.Status == MemberStatus.Invited).ElementAtOrDefault(before)
            : null;

    /// <summary>Whether the file says something else of an invitation than the record.</summary>
    public bool Differs(CaseItem item, Membership invitation) => item.Request is InviteMemberRequest asked
        && !(asked.DisplayName == roster[item.Member].DisplayName && Equals(asked.InvitedOn, invitation.From) && Equals(asked.Source, invitation.Source));

    /// <summary>Whether an item was refused because the thing is there already.</summary>
    public async Task<bool> HasAsync(CaseItem item, RpcException refused, CancellationToken stop) => CaseRefusedException.ReasonOf(refused) switch
    {
        Reason.MemberAlreadyOnRoster or Reason.VacancyAlreadyOpen or Reason.CandidateAlreadyRegistered or Reason.SelectionAlreadyOpen => true,
        // A file invites before it has a state accede and withdraw: what is impossible then, the state has behind it.
        Reason.MembershipMoveImpossible => true,
        Reason.CandidacyMoveImpossible => await HasStepAsync((RecordCandidacyRequest)item.Request, stop),
        _ => false,
    };

    /// <summary>Whether every step to that status in the file has one on record; one more than that is a mistake in the file.</summary>
    private async Task<bool> HasStepAsync(RecordCandidacyRequest step, CancellationToken stop)
    {
        var reply = await services.Candidates.GetCandidateAsync(
            new() { Vacancy = step.Vacancy, Candidate = step.Candidate, FullyConsistent = true }, cancellationToken: stop);
        var inFile = reported.Items.Select(item => item.Request).OfType<RecordCandidacyRequest>()
            .Count(r => (r.Candidate, r.Status) == (step.Candidate, step.Status));
        return reply.Candidate.History.Count(h => h.Status == step.Status) >= inFile;
    }

    /// <summary>How far a record has come that may not have begun.</summary>
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
