using NatoServices.Cases;
using NatoServices.Standalone.Hosting;

namespace NatoServices.Standalone.Pages;

/// <summary>What to do next if no case is shown.</summary>
internal static class NextPage
{
    private const int Most = 12;

    public static async Task<IEnumerable<string>> OfAsync(Clients services, ServicePorts consensus, CancellationToken stop)
    {
        var selections = await services.Consensus.ListSelectionsAsync(new() { PageSize = Most }, cancellationToken: stop);
        return selections.Selections.Count == 0
            ?
            [
                "Nothing is on record. To record the reported case, start without --no-seed; to record another, with --case FILE.",
                "To begin by hand: invite members (POST /v1/members), open a vacancy (POST /v1/vacancies), register candidates,",
                "open a selection (POST /v1/selections), record positions (POST /v1/selections/ID/positions) and put a draft decision",
                "under silence (POST /v1/selections/ID/silences). The calls and their fields, with reflection:",
                $"grpcurl -plaintext {consensus.Grpc.Address} describe nato.consensus.v1.Consensus",
            ]
            :
            [
                "On record, with no case shown:",
                .. TextTable.Rows("  ", [.. selections.Selections.Select(s => (string[])[s.Id, ContractWords.Of(s.State), $"{s.Revision} entries"])]),
                "Where a candidate stands today, with the candidate's id:",
                $"curl -sG {consensus.Http.Url}/v1/selections/{selections.Selections[0].Id}/standing -d candidate=ID",
            ];
    }
}
