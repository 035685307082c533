using Nato.Consensus.V1;

namespace NatoServices.System.Tests;

/// <summary>What is stopped, killed and started again.</summary>
public sealed class StoppingAndStarting
{
    private const string Case = "nato-secretary-general-2024";

    [Theory]
    [InlineData(StandaloneProcess.Interrupt)]
    [InlineData(StandaloneProcess.Terminate)]
    public async Task Told_to_stop_it_ends_with_0_and_the_next_start_records_nothing_twice(int signal)
    {
        using var folder = new TemporaryFolder();
        (long, long, string) before;
        await using (var first = await StandaloneProcess.ReadyAsync(folder.Path))
        {
            before = await RevisionsAsync(first);
            first.Send(signal);
            Assert.Equal(0, await first.EndAsync());
            Assert.Empty(first.Errors);
        }

        await using var second = await StandaloneProcess.ReadyAsync(folder.Path);

        Assert.Contains(second.Output, line => line.StartsWith("Found on record", StringComparison.Ordinal));
        Assert.Equal(before, await RevisionsAsync(second));
    }

    [Fact]
    public async Task Killed_in_the_middle_of_loading_the_next_start_completes_it()
    {
        using var folder = new TemporaryFolder();
        await using (var empty = await StandaloneProcess.ReadyAsync(folder.Path, "--no-seed"))
        {
            empty.Send(StandaloneProcess.Terminate);
            await empty.EndAsync();
        }
        // However fast it loads and however late it is killed: the database is at work on this entry and never done with it.
        Database.Execute(folder["members.db"], """
            CREATE VIEW endless AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;
            CREATE TRIGGER stuck BEFORE INSERT ON entries WHEN NEW.revision = 200 BEGIN SELECT count(*) FROM endless; END;
            """);
        await using (var first = StandaloneProcess.Start(folder.Path))
        {
            await RosterReachesAsync(folder["members.db"], 50);
            first.Send(StandaloneProcess.Kill);
            await first.EndAsync();
            Assert.DoesNotContain(first.Output, line => line.StartsWith("Ready", StringComparison.Ordinal));
        }
        Database.Execute(folder["members.db"], "DROP TRIGGER stuck; DROP VIEW endless;");
        Assert.Empty(Directory.GetFiles(folder.Path, "*.receipt.json"));

        await using var second = await StandaloneProcess.ReadyAsync(folder.Path);

        var (roster, selection, _) = await RevisionsAsync(second);
        // 32 invitations, 31 accessions, 32 heads of government, 342 figures; the opening, 8 positions, a claim.
        Assert.Equal((437, 10), (roster, selection));
        Assert.Contains(second.Output, line => line.StartsWith("Recorded from", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_database_is_filled_again_whatever_the_receipt_says()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await StandaloneProcess.ReadyAsync(folder.Path))
        {
            first.Send(StandaloneProcess.Terminate);
            await first.EndAsync();
        }
        foreach (var file in Directory.GetFiles(folder.Path, "consensus.db*")) File.Delete(file);

        await using var second = await StandaloneProcess.ReadyAsync(folder.Path);

        var (roster, selection, _) = await RevisionsAsync(second);
        Assert.Equal((437, 10), (roster, selection));
    }

    [Fact]
    public async Task Without_seed_it_says_what_to_do_next()
    {
        using var folder = new TemporaryFolder();

        await using var empty = await StandaloneProcess.ReadyAsync(folder.Path, "--no-seed");

        Assert.Contains(empty.Output, line => line.StartsWith("Nothing is on record.", StringComparison.Ordinal));
        Assert.Equal(0, (await empty.Members.GetRosterAsync(new())).Revision);
    }

    [Fact]
    public async Task Another_bodys_case_is_recorded_and_shown()
    {
        using var folder = new TemporaryFolder();
        await using var standalone = await StandaloneProcess.ReadyAsync(folder.Path, "--case", TidalCouncil.File);

        var standing = (await standalone.Consensus.GetStandingAsync(
            new() { Selection = "keeper-2021", Candidate = "ada-north", AsOf = new() { Year = 2021, Month = 5, Day = 10 } })).Standing;
        Assert.Equal((StandingState.Blocked, 5), (standing.State, standing.ElectorateSize));
        Assert.Equal((2, 1, 2), (standing.Counts.Supports, standing.Counts.Conditional, standing.Counts.NotRecorded));
        Assert.Contains(Assert.Single(standing.Claims).Contradictions, c => c.Member == "ATA");
        var page = string.Join('\n', standalone.Output);
        foreach (var expected in (string[])["Ada North (PRESENTED) for Keeper of the Tidal Council", "BLOCKED", "presented the candidate", "contradicted:", "Record a position"])
            Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Rutte", page, StringComparison.Ordinal);
    }

    private static async Task<(long Roster, long Selection, string Hash)> RevisionsAsync(StandaloneProcess standalone)
    {
        var roster = await standalone.Members.GetRosterAsync(new());
        var record = await standalone.Consensus.VerifyRecordAsync(new() { Selection = Case });
        Assert.True(record.Holds);
        return (roster.Revision, record.Revision, record.Hash);
    }

    /// <summary>Looked up in the database, which is there whether or not the service answers.</summary>
    private static async Task RosterReachesAsync(string database, long revision) => await Waiting.UntilAsync(
        () => Task.FromResult(Database.Number(database, "SELECT coalesce(max(revision), 0) FROM entries")),
        reached => reached >= revision, $"revision {revision} of the roster");
}
