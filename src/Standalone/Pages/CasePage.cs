using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Cases;

namespace NatoServices.Standalone.Pages;

/// <summary>Records the case if necessary, and shows the standing of its main candidate and how it becomes a decision.</summary>
internal static class CasePage
{
    public static async Task<IEnumerable<string>> OfAsync(ReportedCase reported, Settings settings, Clients services, CancellationToken stop)
    {
        var recorded = await RecordedCase.EnsureAsync(reported, settings.Data, services, stop);
        try
        {
            var vacancy = await services.Candidates.GetVacancyAsync(new() { Vacancy = reported.Vacancy }, cancellationToken: stop);
            var reply = await services.Consensus.GetStandingAsync(
                new() { Selection = reported.Selection, Candidate = reported.MainCandidate, AsOf = reported.AsOf.ToWire() }, cancellationToken: stop);
            var asked = await services.Consensus.GetSelectionAsync(
                new() { Selection = reported.Selection, FullyConsistent = true }, cancellationToken: stop);
            var (selection, consensus) = (asked.Selection, settings.Ports.Services["consensus"]);
            return
            [
                $"{reported.Body}: {reported.Title}", .. recorded, "",
                .. StandingPage.Of(reply.Standing, vacancy.Vacancy), "",
                .. PastePage.Of(reply.Standing, selection.State == SelectionState.Open, consensus), "",
                .. await Outlook.OfAsync(selection, reported.MainCandidate, vacancy.Vacancy, services, consensus.Http.Url, stop),
            ];
        }
        catch (RpcException refused) when (refused.StatusCode != StatusCode.Cancelled)
        {
            throw new CaseRefusedException(reported, 0, $"the standing of {reported.MainCandidate} as of {reported.AsOf}", refused);
        }
    }
}
