using Grpc.Core;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using Nato.Errors.V1;
using Nato.Record.V1;
using NatoServices.Cases;

namespace NatoServices.Standalone.Pages;

/// <summary>What can become of a selection from here on, as the services have it today.</summary>
internal static class Outlook
{
    /// <summary>The part of the page that fits the selection's state.</summary>
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

    /// <summary>Where the candidate stands today by what the delegations themselves have said; null if nobody is a member.</summary>
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

    /// <summary>Why no draft could be put under silence; null if one could. The service itself would say it as a refusal.</summary>
    private static string? Obstacle(Standing? today, Vacancy vacancy)
    {
        if (vacancy.Appointed is not "") return $"the vacancy is filled, '{vacancy.Appointed}' was appointed";
        if (today is null) return "nobody is a member today";
        if (today.CandidacyStatus is not (CandidacyStatus.Declared or CandidacyStatus.Presented))
            return $"{today.CandidateName} is neither DECLARED nor PRESENTED today";
        var objecting = today.Members.Where(m => m.Stance == Stance.Objects).Select(m => m.DisplayName).ToList();
        return objecting.Count > 0 ? $"the delegation of {string.Join(", ", objecting)} objects" : null;
    }

    /// <summary>The member that an example can have break silence: one that is said to object, or else that isn't said to support.</summary>
    private static MemberStanding Breaking(Standing today) => today.Members
        .OrderByDescending(m => Says(m, Stance.Objects)).ThenBy(m => Says(m, Stance.Supports)).First();

    private static bool Says(MemberStanding member, Stance stance) => member.Stance == stance || member.Indications.Any(i => i.Stance == stance);
}
