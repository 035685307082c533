using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

public abstract partial class JournalAcceptance
{
    private const string Secret = "told in confidence: 'Ģ 😀'";

    [EngineFact]
    public async Task A_sealed_text_comes_back_beside_its_entry()
    {
        var entries = (NewEntry[])[new("A", "{}"), Named(Secret), Named("")];
        var committed = await CommitAsync(Journal, new("s", 0, entries, "ann", Request("r")));

        Assert.Equal([null, Secret, ""], committed.Entries.Select(e => e.Sealed));
        Assert.Equal([null, Secret, ""], (await ReadAllAsync(await OpenAsync(), "s")).Select(e => e.Sealed));
        Assert.Equal("", (await Journal.FindRequestAsync("s", "r"))!.Sealed);
        await AssertChainAsync(Journal, "s", 3);
    }

    [EngineFact]
    public async Task A_text_that_its_entry_does_not_vouch_for_is_refused()
    {
        foreach (var text in (string[])[Secret + " ", "", "\0", "\uD83D"])
            await Assert.ThrowsAsync<ArgumentException>(() => Journal.AppendAsync(new("s", 0, [Named(Secret) with { Sealed = text }], "a")));
        foreach (var text in (string[])["\0", "\uD83D"])
            await Assert.ThrowsAsync<ArgumentException>(() => Journal.AppendAsync(new("s", 0, [Named(text)], "a")));
        await AssertChainAsync(Journal, "s", 0);
    }

    [EngineFact]
    public async Task A_changed_sealed_text_is_found()
    {
        await CommitAsync(Journal, new("s", 0, [Named(Secret), Named(Secret), Named("another")], "a"));
        await TamperAsync("UPDATE entries SET sealed = 'another' WHERE revision = 2");
        var check = await HashChain.VerifyAsync("s", Journal.ReadAsync("s"));
        Assert.Equal((1, new BrokenEntry(2, "the sealed text is not the one that the entry names")), (check.Revision, check.FirstBroken));
    }

    [EngineFact]
    public async Task A_text_sealed_afterwards_is_found()
    {
        await CommitAsync(Journal, One("s", 0));
        await TamperAsync("UPDATE entries SET sealed = ''");
        Assert.Equal(1, (await HashChain.VerifyAsync("s", Journal.ReadAsync("s"))).FirstBroken?.Revision);
    }

    [EngineFact]
    public async Task An_erased_sealed_text_leaves_the_chain_whole()
    {
        await CommitAsync(Journal, new("s", 0, [Named(Secret), Named("another")], "a"));
        await TamperAsync("UPDATE entries SET sealed = NULL WHERE revision = 1");
        await CommitAsync(Journal, One("s", 2));
        Assert.Equal([null, "another", null], (await ReadAllAsync(Journal, "s")).Select(e => e.Sealed));
        await AssertChainAsync(Journal, "s", 3);
    }

    private static NewEntry Named(string text) => new("Noted", $"{{\"seal\":\"{Seal.Of(text)}\"}}", text);
}
