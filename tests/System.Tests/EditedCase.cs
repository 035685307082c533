using Nato.Consensus.V1;
using Nato.Members.V1;
using Nato.Record.V1;

namespace NatoServices.System.Tests;

/// <summary>A case file that is edited and started again on the same data.</summary>
public sealed class EditedCase
{
    private const string NewPosition = """
        positions:
          - {member: UMI, candidate: ada-north, stance: SUPPORTS, taken_on: 2021-05-07, sourcing: NAMED, source: {citation: Letter of the Far Reefs}}

        """;

    [Fact]
    public async Task An_edited_name_is_told_of_and_the_start_goes_on()
    {
        using var folder = new TemporaryFolder();
        await LoadAsync(folder);

        await using var second = await StandaloneProcess.ReadyAsync(
            folder.Path, "--case", await TidalCouncil.WithAsync(folder, ("name: Southern Ice", "name: Southern Shelf")));

        Assert.Contains("Recorded from case.yaml (20 of 21 items).", second.Output);
        Assert.Contains("1 item of the file differs from what is on record and was not entered: ATA on the roster (line 12).", second.Output);
        Assert.Equal("Southern Ice", (await second.Members.GetMemberAsync(new() { Code = "ATA" })).Member.DisplayName);
        await EndAsync(second);
    }

    [Fact]
    public async Task What_cannot_be_changed_stays_what_is_added_is_entered_and_the_next_start_repeats_nothing()
    {
        using var folder = new TemporaryFolder();
        var before = await LoadAsync(folder);
        var file = await TidalCouncil.WithAsync(folder,
            ("{citation: Minutes of the Tidal Council}", "{citation: Minutes and letters}"),
            ("falls_vacant_on: 2021-07-01", "falls_vacant_on: 2021-08-01"),
            ("name: Ada North", "name: Ada Northwood"),
            ("date: 2021-05-03", "date: 2021-05-02"),
            ("counts_from: INSTITUTION", "counts_from: ASSESSMENT"),
            ("positions:\n", NewPosition));

        (long, long) after;
        await using (var second = await StandaloneProcess.ReadyAsync(folder.Path, "--case", file))
        {
            // Six invitations, six accessions, a withdrawal; the vacancy, the candidate, the candidacy, the selection.
            Assert.Contains("Recorded from case.yaml (5 of 22 items).", second.Output);
            Assert.Contains(second.Output, line => line.StartsWith("17 items of the file differ from what is on record", StringComparison.Ordinal));
            after = await RevisionsAsync(second);
            // Nothing but the new position.
            Assert.Equal((before.Roster, before.Selection + 1), after);
            var states = (await second.Members.GetRosterAsync(new())).Members;
            Assert.Equal(MemberStatus.Withdrawn, states.Single(m => m.Code == "SGS").Status);
            var standing = (await second.Consensus.GetStandingAsync(
                new() { Selection = "keeper-2021", Candidate = "ada-north", AsOf = new() { Year = 2021, Month = 5, Day = 10 } })).Standing;
            Assert.Equal(("Ada North", Sourcing.Institution, 3), (standing.CandidateName, standing.CountsFrom, standing.Counts.Supports));
            Assert.Equal(Stance.Supports, standing.Members.Single(m => m.Member == "UMI").Stance);
            await EndAsync(second);
        }

        await using var third = await StandaloneProcess.ReadyAsync(folder.Path, "--case", file);

        Assert.Contains("Found on record (5 of 22 items); nothing was recorded again.", third.Output);
        Assert.Contains(third.Output, line => line.StartsWith("17 items of the file differ from what is on record", StringComparison.Ordinal));
        Assert.Equal(after, await RevisionsAsync(third));
    }

    [Fact]
    public async Task Where_an_assessment_counts_none_is_suggested()
    {
        using var folder = new TemporaryFolder();

        await using var standalone = await StandaloneProcess.ReadyAsync(
            folder.Path, "--case", await TidalCouncil.WithAsync(folder, ("counts_from: INSTITUTION", "counts_from: ASSESSMENT")));

        Assert.Contains(standalone.Output, line => line.StartsWith("The same by REST", StringComparison.Ordinal));
        Assert.DoesNotContain(standalone.Output, line => line.StartsWith("Record a position", StringComparison.Ordinal));
    }

    private static async Task<(long Roster, long Selection)> LoadAsync(TemporaryFolder folder)
    {
        await using var first = await StandaloneProcess.ReadyAsync(folder.Path, "--case", TidalCouncil.File);
        var revisions = await RevisionsAsync(first);
        await EndAsync(first);
        return revisions;
    }

    private static async Task<(long Roster, long Selection)> RevisionsAsync(StandaloneProcess standalone) => (
        (await standalone.Members.GetRosterAsync(new())).Revision,
        (await standalone.Consensus.GetSelectionAsync(new() { Selection = "keeper-2021" })).Selection.Revision);

    private static async Task EndAsync(StandaloneProcess standalone)
    {
        standalone.Send(StandaloneProcess.Terminate);
        Assert.Equal(0, await standalone.EndAsync());
        Assert.Empty(standalone.Errors);
    }
}
