using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

public abstract partial class JournalAcceptance
{
    [EngineFact]
    public async Task Reading_goes_from_and_up_to_a_revision()
    {
        await CommitAsync(Journal, new("s", 0, [.. Enumerable.Range(1, 600).Select(n => new NewEntry("K", $"{n}"))], "a"));
        await CommitAsync(Journal, One("t", 0));

        foreach (var (after, upTo) in ((long, long)[])[(0, long.MaxValue), (0, 1), (1, 2), (255, 257), (256, 600), (0, 512), (599, 900), (600, 900), (5, 5), (7, 3)])
        {
            var revisions = (await ReadAllAsync(Journal, "s", after, upTo)).Select(e => e.Revision);
            Assert.Equal(Enumerable.Range(1, 600).Select(n => (long)n).Where(n => n > after && n <= upTo), revisions);
        }
    }

    [EngineFact]
    public async Task A_reader_may_write_while_it_reads()
    {
        await CommitAsync(Journal, new("s", 0, [.. Enumerable.Range(1, 300).Select(n => new NewEntry("K", $"{n}"))], "a"));
        await foreach (var entry in Journal.ReadAsync("s", upTo: 300))
            if (entry.Revision % 50 == 0) await InsistAsync(Journal, "s", "more");
        await AssertChainAsync(Journal, "s", 306);
    }

    [EngineFact]
    public async Task Streams_are_listed_by_prefix_in_code_point_order()
    {
        string[] names = ["roster", "slate/a", "slate/b", "slate/b%", "slate/b_", "slate/ba", "slate/Ž", "slate/\uFB01", "slate/😀", "slate0", "a%b", "axb", "a_b"];
        foreach (var name in names)
        {
            await CommitAsync(Journal, One(name, 0));
            await CommitAsync(Journal, One(name, 1));
        }

        Assert.Equal(
            ["slate/a", "slate/b", "slate/b%", "slate/b_", "slate/ba", "slate/Ž", "slate/\uFB01", "slate/😀"],
            await Journal.ListStreamsAsync("slate/", "", 100));
        Assert.Equal(["slate/b%", "slate/b_"], await Journal.ListStreamsAsync("slate/b", "slate/b", 2));
        Assert.Equal(["a%b"], await Journal.ListStreamsAsync("a%", "", 100));
        Assert.Equal(["a_b"], await Journal.ListStreamsAsync("a_", "", 100));
        Assert.Equal(["slate/a"], await Journal.ListStreamsAsync("slate/", "roster", 1));
        Assert.Empty(await Journal.ListStreamsAsync("slate/", "slate/😀", 100));
        Assert.Empty(await Journal.ListStreamsAsync("%", "", 100));
        Assert.Equal(names.Length, (await Journal.ListStreamsAsync("", "", 100)).Count);
    }

    [EngineFact]
    public async Task Another_start_finds_everything()
    {
        var committed = await CommitAsync(Journal, One("s", 0, "r") with { Due = [new("k", Start, "b")] });
        await Journal.DisposeAsync();
        var again = await OpenAsync();
        Assert.Equal(committed.Entries.Select(Plain), (await ReadAllAsync(again, "s")).Select(Plain));
        Assert.IsType<Appended.RequestKnown>(await again.AppendAsync(One("s", 1, "r")));
        Assert.Equal(Start, await again.NextDueAsync());
        Assert.Equal(["s"], await again.ListStreamsAsync("", "", 10));
    }

    [EngineFact]
    public async Task A_changed_body_is_found() => Assert.Equal(4, await FirstBrokenAsync("UPDATE entries SET body = '{}' WHERE revision = 4"));

    [EngineFact]
    public async Task A_changed_actor_is_found() => Assert.Equal(4, await FirstBrokenAsync("UPDATE entries SET actor = 'b' WHERE revision = 4"));

    [EngineFact]
    public async Task A_changed_moment_is_found() =>
        Assert.Equal(4, await FirstBrokenAsync("UPDATE entries SET recorded_at = recorded_at + 1 WHERE revision = 4"));

    [EngineFact]
    public async Task A_deleted_entry_is_found() => Assert.Equal(4, await FirstBrokenAsync("DELETE FROM entries WHERE revision = 4"));

    [EngineFact]
    public async Task Swapped_entries_are_found() =>
        Assert.Equal(4, await FirstBrokenAsync(
            """
            UPDATE entries SET revision = 100 WHERE revision = 4;
            UPDATE entries SET revision = 4 WHERE revision = 5;
            UPDATE entries SET revision = 5 WHERE revision = 100
            """));

    [EngineFact]
    public async Task A_stream_under_another_name_is_found() =>
        Assert.Equal(1, await FirstBrokenAsync("DELETE FROM entries WHERE stream = 's'; UPDATE entries SET stream = 's' WHERE stream = 't'"));

    private async Task<long?> FirstBrokenAsync(string tampering)
    {
        foreach (var stream in (string[])["s", "t"])
            for (var n = 0; n < 8; n++) await CommitAsync(Journal, One(stream, n, body: $"{n}"));
        await TamperAsync(tampering);
        var check = await HashChain.VerifyAsync("s", Journal.ReadAsync("s"));
        Assert.Equal(check.FirstBroken?.Revision - 1, check.Revision);
        return check.FirstBroken?.Revision;
    }
}
