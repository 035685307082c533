using Grpc.Core;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using Nato.Errors.V1;
using Nato.Record.V1;
using NatoServices.Cases;

namespace NatoServices.Standalone.Pages;

/// <summary>The possible next steps of a selection, by its state in the services today.</summary>
internal static class Outlook
{
    public static async Task<IEnumerable<string>> OfAsync(
        Selection selection, string candidate, Vacancy vacancy, Clients services, string rest, CancellationToken stop)
    {
        var page = new DecisionPage(selection, rest);
        if (selection.State == SelectionState.Closed) return page.Closed();
        if (selection.Decision is not "")
        {
            var decided = await services.Consensus.GetDecisionAsync(
                new() { Selection = selection.Id, Decision = selection.Decision, FullyConsistent = true }, cancellationToken: stop);
            return page.Decided(decided.Decision);
        }
        var today = await TodayAsync(selection, candidate, services, stop);
        if (selection.Silence is "")
            return Obstacle(today, vacancy) is { } obstacle ? DecisionPage.Impossible(obstacle) : page.Possible(today!, vacancy, Breaking(today!));
        var silence = await services.Consensus.GetSilenceAsync(
            new() { Selection = selection.Id, Silence = selection.Silence, FullyConsistent = true }, cancellationToken: stop);
        return page.Running(silence.Silence, today is null ? null : Breaking(today));
    }

    /// <summary>The candidate's standing today if only the delegations' own positions count; null if there are no members today.</summary>
    private static async Task<Standing?> TodayAsync(Selection selection, string candidate, Clients services, CancellationToken stop)
    {
        try
        {
            var reply = await services.Consensus.GetStandingAsync(
                new() { Selection = selection.Id, Candidate = candidate, CountsFrom = Sourcing.Delegation, FullyConsistent = true },
                cancellationToken: stop);
            return reply.Standing;
        }
        catch (RpcException refused) when (CaseRefusedException.ReasonOf(refused) == Reason.NoElectorate)
        {
            return null;
        }
    }

    /// <summary>Why the service would refuse to put a draft under silence; null if it would not.</summary>
    private static string? Obstacle(Standing? today, Vacancy vacancy)
    {
        if (vacancy.Appointed is not "") return $"the vacancy is filled, '{vacancy.Appointed}' was appointed";
        if (today is null) return "nobody is a member today";
        if (today.CandidacyStatus is not (CandidacyStatus.Declared or CandidacyStatus.Presented))
            return $"{today.CandidateName} is neither DECLARED nor PRESENTED today";
        var objecting = today.Members.Where(m => m.Stance == Stance.Objects).Select(m => m.DisplayName).ToList();
        return objecting.Count > 0 ? $"the delegation of {string.Join(", ", objecting)} objects" : null;
    }

    /// <summary>The member that breaks silence in the example: one that is said to object, or else one not said to support.</summary>
    private static MemberStanding Breaking(Standing today) => today.Members
        .OrderByDescending(m => Says(m, Stance.Objects)).ThenBy(m => Says(m, Stance.Supports)).First();

    private static bool Says(MemberStanding member, Stance stance) => member.Stance == stance || member.Indications.Any(i => i.Stance == stance);
}
