using Grpc.Core;
using NatoServices.ServiceDefaults;
using NatoServices.Standalone.Cases;
using NatoServices.Standalone.Hosting;

namespace NatoServices.Standalone.Pages;

/// <summary>A case: recorded if it is not there yet, and where its main candidate stands.</summary>
internal static class CasePage
{
    public static async Task<IEnumerable<string>> OfAsync(Case reported, Settings settings, Clients services, CancellationToken stop)
    {
        var recorded = await new CaseLoader(services).EnsureAsync(reported, settings.Data, stop);
        try
        {
            var vacancy = await services.Candidates.GetVacancyAsync(new() { Vacancy = reported.Vacancy }, cancellationToken: stop);
            var reply = await services.Consensus.GetStandingAsync(
                new() { Selection = reported.Selection, Candidate = reported.MainCandidate, AsOf = reported.AsOf.ToWire() }, cancellationToken: stop);
            return
            [
                $"{reported.Body}: {reported.Title}", .. recorded, "",
                .. StandingPage.Of(reply.Standing, vacancy.Vacancy), "",
                .. PastePage.Of(reply.Standing, settings.Ports.Services["consensus"]),
            ];
        }
        catch (RpcException refused) when (refused.StatusCode != StatusCode.Cancelled)
        {
            throw new CaseRefusedException(reported, 0, $"the standing of {reported.MainCandidate} as of {reported.AsOf}", refused);
        }
    }
}
