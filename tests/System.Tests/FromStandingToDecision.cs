using System.Text.Json;
using Nato.Consensus.V1;

namespace NatoServices.System.Tests;

/// <summary>The way from standing to decision in the lines that Standalone prints.</summary>
public sealed class FromStandingToDecision
{
    private const string Case = "nato-secretary-general-2024";

    private const string Title = "From standing to decision";

    [CurlFact]
    public async Task The_printed_lines_lead_to_a_decision_and_the_next_start_shows_it()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await StandaloneProcess.ReadyAsync(folder.Path))
        {
            var open = Lasting(first.Command("duration"), "3s");
            var opened = await PrintedLines.PasteAsync(open);
            var again = await PrintedLines.PasteAsync(open);
            var silence = JsonDocument.Parse(opened).RootElement.GetProperty("silence").GetProperty("id").GetString()!;
            Assert.Equal(opened, again);
            Assert.Contains("Europe/Brussels", opened, StringComparison.Ordinal);
            Assert.Contains(silence, await PrintedLines.PasteAsync(Get(first, "/silences")), StringComparison.Ordinal);
            var decision = await DecisionAsync(first, silence);

            var printed = await PrintedLines.PasteAsync(first.Command("/decision:print"));
            Assert.StartsWith($"Decision {decision.Id} of selection {Case}", printed, StringComparison.Ordinal);
            Assert.Contains("Mark Rutte is appointed Secretary General of NATO.", printed, StringComparison.Ordinal);
            // What is broken now comes too late, and the line tells.
            Assert.Contains("SILENCE_ENDED", await PrintedLines.PasteAsync(first.Command(":break")), StringComparison.Ordinal);
            await EndAsync(first);
        }

        await using var second = await StandaloneProcess.ReadyAsync(folder.Path);

        var page = Page(second);
        Assert.Contains("under silence s11; the appointment is DELIVERED:", page, StringComparison.Ordinal);
        Assert.Contains("  Mark Rutte is appointed Secretary General of NATO.", page, StringComparison.Ordinal);
        Assert.Contains("In force", await PrintedLines.PasteAsync(second.Command("/decision:print")), StringComparison.Ordinal);
        // The reading is of a day before the decision, and nothing can be recorded any more.
        Assert.Contains(second.Output, line => line.StartsWith("Mark Rutte (DECLARED)", StringComparison.Ordinal));
        Assert.Equal(["/standing", "/decision:print"], second.Commands().Select(c => c.Split(Case)[1].Split(' ')[0]));
    }

    [CurlFact]
    public async Task Another_bodys_member_breaks_the_silence_that_was_opened_last()
    {
        using var folder = new TemporaryFolder();
        var file = await TidalCouncil.WithAsync(folder, ("name: Ada North", "name: Ada O'North \"of the\\\\Isles\""));
        await using (var first = await StandaloneProcess.ReadyAsync(folder.Path, "--case", file))
        {
            await PrintedLines.PasteAsync(Lasting(first.Command("duration"), "3600s"));
            var broken = await PrintedLines.PasteAsync(first.Command(":break"));

            var silence = (await first.Consensus.ListSilencesAsync(new() { Selection = "keeper-2021" })).Silences.Single();
            Assert.Equal("Ada O'North \"of the\\\\Isles\" is appointed Keeper of the Tidal Council.", silence.Text);
            Assert.Equal((SilenceState.Broken, "HMD"), (silence.State, Assert.Single(silence.Breaks).Member));
            Assert.Equal(broken, await PrintedLines.PasteAsync(first.Command(":break")));
            await EndAsync(first);
        }

        await using var second = await StandaloneProcess.ReadyAsync(folder.Path, "--case", file);
        await PrintedLines.PasteAsync(Lasting(second.Command("duration"), "3600s"));

        var silences = await second.Consensus.ListSilencesAsync(new() { Selection = "keeper-2021" });
        Assert.Equal([SilenceState.Broken, SilenceState.UnderSilence], silences.Silences.Select(s => s.State));
    }

    [CurlFact]
    public async Task Killed_while_silence_runs_the_next_start_shows_it_and_the_one_after_the_deadline_has_the_decision()
    {
        using var folder = new TemporaryFolder();
        Silence silence;
        await using (var first = await StandaloneProcess.ReadyAsync(folder.Path))
        {
            await PrintedLines.PasteAsync(Lasting(first.Command("duration"), "3600s"));
            await KillAsync(first);
        }
        await using (var second = await StandaloneProcess.ReadyAsync(folder.Path))
        {
            silence = (await second.Consensus.GetSilenceAsync(new() { Selection = Case, Silence = "s11" })).Silence;
            Assert.Contains($"Silence s11 runs until {silence.DeadlineShown} (Europe/Brussels):", Page(second), StringComparison.Ordinal);
            Assert.Contains("UNDER_SILENCE", await PrintedLines.PasteAsync(Get(second, "/silences/s11")), StringComparison.Ordinal);
            Assert.Contains("BROKEN", await PrintedLines.PasteAsync(second.Command(":break")), StringComparison.Ordinal);
            // So that no deadline is too early for the kill: its work is taken up by nobody before.
            DueWork.Hold(folder["consensus.db"]);
            silence = (await second.Consensus.OpenSilenceAsync(new()
            {
                Selection = Case,
                Candidate = "mark-rutte",
                Text = "Draft",
                Duration = new() { Seconds = 2 },
            })).Silence;
            await KillAsync(second);
        }
        await Waiting.UntilAsync(() => DateTimeOffset.UtcNow > silence.Deadline.ToDateTimeOffset(), "the deadline has passed");
        DueWork.Release(folder["consensus.db"]);

        await using var third = await StandaloneProcess.ReadyAsync(folder.Path);

        var decision = await DecisionAsync(third, silence.Id);
        Assert.Equal((silence.Deadline, silence.Id, true), (decision.DecidedAt, decision.Silence, decision.InForce));
        Assert.True(decision.Recorded.At.ToDateTimeOffset() > silence.Deadline.ToDateTimeOffset());
        Assert.Contains(silence.DeadlineShown, await PrintedLines.PasteAsync(third.Command("/decision:print")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_draft_can_be_put_under_silence_or_the_selection_is_closed_the_page_says_so()
    {
        using var folder = new TemporaryFolder();
        var file = await TidalCouncil.WithAsync(folder, ("stance: SUPPORTS", "stance: OBJECTS"));
        await using (var first = await StandaloneProcess.ReadyAsync(folder.Path, "--case", file))
        {
            Assert.Equal("No draft can be put under silence: the delegation of Southern Ice objects.", Page(first));
            await first.Consensus.CloseSelectionAsync(new() { Selection = "keeper-2021", Reason = "No agreement" });
            await EndAsync(first);
        }

        await using var second = await StandaloneProcess.ReadyAsync(folder.Path, "--case", file);

        Assert.Equal("The selection was closed by anonymous: No agreement", Page(second));
    }

    private static string Get(StandaloneProcess standalone, string path) =>
        Assert.Single(standalone.Commands(), command => command.EndsWith(path, StringComparison.Ordinal));

    private static string Lasting(string command, string duration)
    {
        Assert.Contains("\"60s\"", command, StringComparison.Ordinal);
        return command.Replace("\"60s\"", $"\"{duration}\"", StringComparison.Ordinal);
    }

    /// <summary>What the page has below the section's title.</summary>
    private static string Page(StandaloneProcess standalone) =>
        string.Join('\n', standalone.Output.SkipWhile(line => line != Title).Skip(1).TakeWhile(line => line is not ""));

    private static async Task<Decision> DecisionAsync(StandaloneProcess standalone, string silence)
    {
        await Waiting.UntilAsync(
            async () => (await standalone.Consensus.GetSelectionAsync(new() { Selection = Case, FullyConsistent = true })).Selection,
            selection => selection.Outcomes is [{ Delivery.State: DeliveryState.Delivered }], "the appointment is delivered");
        var decision = (await standalone.Consensus.GetDecisionAsync(new() { Selection = Case, FullyConsistent = true })).Decision;
        Assert.Equal(silence, decision.Silence);
        return decision;
    }

    private static async Task EndAsync(StandaloneProcess standalone)
    {
        standalone.Send(StandaloneProcess.Terminate);
        Assert.Equal(0, await standalone.EndAsync());
    }

    private static async Task KillAsync(StandaloneProcess standalone)
    {
        standalone.Send(StandaloneProcess.Kill);
        await standalone.EndAsync();
    }
}
