using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.AppHost;

internal static class RecordCommands
{
    /// <summary>Adds a command to the journal, of which there is one however many processes the service has.</summary>
    public static IResourceBuilder<ProjectResource> WithVerifyCommand(this IResourceBuilder<ProjectResource> consensus)
    {
        var builder = consensus.ApplicationBuilder;
        var journal = builder.Resources.Single(resource => resource.Name == Stores.NameFor(consensus));
        builder.CreateResourceBuilder(journal).WithCommand(
            "verify-records", "Verify the records",
            context => VerifyAsync(consensus.GetEndpoint("http"), context.CancellationToken),
            new CommandOptions
            {
                Description = "Looks through every selection's record, entry by entry, for whether it is as it was entered.",
                IconName = "ShieldCheckmark",
                IsHighlighted = true,
            });
        return consensus;
    }

    /// <summary>Adds a command that records the reported case again. What is on record already is not entered again.</summary>
    public static IResourceBuilder<ProjectResource> WithReloadCommand(this IResourceBuilder<ProjectResource> seed) =>
        seed.WithCommand(
            "load-seed", "Load the seed",
            context => context.Services.GetRequiredService<ResourceCommandService>()
                .ExecuteCommandAsync(seed.Resource, KnownResourceCommands.StartCommand, context.CancellationToken),
            new CommandOptions
            {
                Description = "Records the reported case; what is on record already is not entered again.",
                IconName = "DatabaseArrowUp",
                IsHighlighted = true,
                UpdateState = state => KnownResourceStates.TerminalStates.Contains(state.ResourceSnapshot.State?.Text)
                    ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            });

    private static async Task<ExecuteCommandResult> VerifyAsync(EndpointReference endpoint, CancellationToken cancellation)
    {
        using var consensus = new HttpClient { BaseAddress = new(endpoint.Url) };
        try
        {
            var outcomes = await VerifyAllAsync(consensus, cancellation);
            var report = string.Join('\n', outcomes.Select(o => o.Line));
            return outcomes.FindAll(o => !o.Holds) is { Count: > 0 } broken
                ? CommandResults.Failure($"{broken.Count} of {outcomes.Count} records do not hold.", report)
                : CommandResults.Success($"All {outcomes.Count} records hold.", report, CommandResultFormat.Text, displayImmediately: true);
        }
        catch (HttpRequestException away)
        {
            return CommandResults.Failure($"Consensus does not answer: {away.Message}");
        }
    }

    private static async Task<List<(string Line, bool Holds)>> VerifyAllAsync(HttpClient consensus, CancellationToken cancellation)
    {
        var outcomes = new List<(string Line, bool Holds)>();
        string? page = "";
        do
        {
            var selections = await consensus.GetFromJsonAsync<JsonElement>($"/v1/selections?page_token={Uri.EscapeDataString(page)}", cancellation);
            foreach (var selection in selections.GetProperty("selections").EnumerateArray())
                outcomes.Add(await VerifyAsync(consensus, selection.GetProperty("id").GetString()!, cancellation));
            page = selections.GetProperty("nextPageToken").GetString();
        }
        while (!string.IsNullOrEmpty(page));
        return outcomes;
    }

    private static async Task<(string Line, bool Holds)> VerifyAsync(HttpClient consensus, string selection, CancellationToken cancellation)
    {
        var outcome = await consensus.GetFromJsonAsync<JsonElement>($"/v1/selections/{Uri.EscapeDataString(selection)}/entries:verify", cancellation);
        return outcome.GetProperty("holds").GetBoolean()
            ? ($"{selection}: holds up to revision {outcome.GetProperty("revision")}, hash {outcome.GetProperty("hash")}", true)
            : ($"{selection}: broken at revision {outcome.GetProperty("firstBroken")}: {outcome.GetProperty("problem")}", false);
    }
}
