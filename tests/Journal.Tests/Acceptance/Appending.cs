using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

public abstract partial class JournalAcceptance
{
    [EngineFact]
    public async Task Revisions_are_ordered_without_gaps_and_read_back_as_entered()
    {
        var first = await CommitAsync(Journal, new("s", 0, [new("A", "{\"n\":1}"), new("B", "{\"n\":2}")], "ann", Request("r")));
        var second = await CommitAsync(Journal, new("s", 2, [new("C", "{\"n\":3}")], "bob"));

        var read = await ReadAllAsync(Journal, "s");
        Assert.Equal([1, 2, 3], read.Select(e => e.Revision));
        Assert.Equal(["A:{\"n\":1}:ann", "B:{\"n\":2}:ann", "C:{\"n\":3}:bob"], read.Select(e => $"{e.Kind}:{e.Body}:{e.Actor}"));
        Assert.Equal([null, "r", null], read.Select(e => e.Request?.Id));
        Assert.All(read, e => Assert.Equal(Start, e.RecordedAt));
        Assert.Equal(read.Select(Plain), first.Entries.Concat(second.Entries).Select(Plain));
        await AssertChainAsync(Journal, "s", 3);
    }

    [EngineFact]
    public async Task A_stream_without_entries_has_no_head()
    {
        Assert.Equal(0, (await Journal.HeadAsync("s")).Revision);
        Assert.Empty(await ReadAllAsync(Journal, "s"));
        Assert.Null(await Journal.FindRequestAsync("s", "r"));
    }

    [EngineFact]
    public async Task A_stream_that_has_moved_is_left_as_it_is()
    {
        await CommitAsync(Journal, One("s", 0));
        Assert.Equal(new Appended.Moved(1), await Journal.AppendAsync(One("s", 0)));
        Assert.Equal(new Appended.Moved(1), await Journal.AppendAsync(One("s", 2)));
        await AssertChainAsync(Journal, "s", 1);
    }

    [EngineFact]
    public async Task A_known_request_wins_over_a_moved_stream_and_answers_its_last_entry()
    {
        var committed = await CommitAsync(Journal, new("s", 0, [new("A", "{}"), new("B", "{}")], "ann", Request("r")));
        await CommitAsync(Journal, One("s", 2));

        var known = Assert.IsType<Appended.RequestKnown>(await Journal.AppendAsync(One("s", 0, "r")));
        Assert.Equal(Plain(committed.Entries[^1]), Plain(known.Last));
        Assert.Equal(new byte[] { 1, 2, 3 }, known.Last.Request!.Fingerprint.ToArray());
        Assert.Equal(Plain(known.Last), Plain((await Journal.FindRequestAsync("s", "r"))!));
        await AssertChainAsync(Journal, "s", 3);
    }

    [EngineFact]
    public async Task A_request_id_is_unique_in_its_stream_only()
    {
        await CommitAsync(Journal, One("s", 0, "r"));
        await CommitAsync(Journal, One("t", 0, "r"));
    }

    [EngineFact]
    public async Task The_record_does_not_go_back_when_the_clock_does()
    {
        await CommitAsync(Journal, One("s", 0));
        var behind = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Start.AddHours(-1));
        await using var elsewhere = await Journals.OpenAsync(database, behind);
        Assert.Equal(Start, (await CommitAsync(elsewhere, One("s", 1))).Entries[0].RecordedAt);
        Assert.Equal(Start.AddHours(-1), (await CommitAsync(elsewhere, One("t", 0))).Entries[0].RecordedAt);
        Clock.Advance(TimeSpan.FromTicks(15));
        Assert.Equal(Start.AddMicroseconds(1), (await CommitAsync(Journal, One("s", 2))).Entries[0].RecordedAt);
        await AssertChainAsync(Journal, "s", 3);
    }

    [EngineFact]
    public async Task What_may_only_be_recorded_before_a_moment_is_not_recorded_at_it()
    {
        var moment = Start.AddMinutes(1);
        Clock.SetUtcNow(moment.AddMicroseconds(-1));
        await CommitAsync(Journal, One("s", 0) with { Before = moment });
        Clock.Advance(TimeSpan.FromMicroseconds(1));
        var late = One("s", 1) with { Before = moment, Due = [new("k", Start, "")] };
        Assert.Equal(new Appended.TooLate(moment), await Journal.AppendAsync(late));
        Assert.Null(await Journal.NextDueAsync());
        await AssertChainAsync(Journal, "s", 1);
    }

    [EngineFact]
    public async Task Too_late_is_told_by_the_record_when_the_clock_has_gone_back()
    {
        await CommitAsync(Journal, One("s", 0));
        await using var behind = await Journals.OpenAsync(database, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Start.AddHours(-1)));
        Assert.Equal(new Appended.TooLate(Start), await behind.AppendAsync(One("s", 1) with { Before = Start }));
        await CommitAsync(behind, One("s", 1) with { Before = Start.AddMicroseconds(1) });
        await CommitAsync(behind, One("t", 0) with { Before = Start });
    }

    [EngineFact]
    public async Task Nothing_is_recorded_as_earlier_than_it_was_decided_on()
    {
        var decided = Start.AddMinutes(1);
        await CommitAsync(Journal, One("s", 0) with { DecidedAt = decided });
        Assert.Equal(decided, (await Journal.HeadAsync("s")).RecordedAt);
        Assert.Equal(new Appended.TooLate(decided), await Journal.AppendAsync(One("t", 0) with { DecidedAt = decided, Before = decided }));
        Clock.SetUtcNow(decided.AddMinutes(1));
        await CommitAsync(Journal, One("s", 1) with { DecidedAt = decided });
        Assert.Equal(decided.AddMinutes(1), (await Journal.HeadAsync("s")).RecordedAt);
    }

    [EngineFact]
    public async Task A_known_request_and_a_moved_stream_win_over_what_is_too_late()
    {
        await CommitAsync(Journal, One("s", 0, "r"));
        Assert.IsType<Appended.RequestKnown>(await Journal.AppendAsync(One("s", 1, "r") with { Before = Start }));
        Assert.Equal(new Appended.Moved(1), await Journal.AppendAsync(One("s", 0) with { Before = Start }));
    }

    [EngineFact]
    public async Task Every_text_comes_back_as_it_was()
    {
        var large = string.Concat("\"", new string('ž', 500_000), "\"");
        string[] texts = [large, "\"\\u0000\"", "\"Ģ 😀 👨‍👩‍👧 \u202E العربية \uFFFD \uFFFF 𐍈 e\u0301\"", "\"'; DROP TABLE entries; --\"", "\"\r\n\t\u0001\u007F\"", ""];
        foreach (var text in texts)
            await CommitAsync(Journal, new("s", (await Journal.HeadAsync("s")).Revision, [new("Ķ", text)], "Ēriks 😀"));

        var read = await ReadAllAsync(await OpenAsync(), "s");
        Assert.Equal(texts, read.Select(e => e.Body));
        Assert.All(read, e => Assert.Equal(("Ķ", "Ēriks 😀"), (e.Kind, e.Actor)));
        await AssertChainAsync(Journal, "s", texts.Length);
    }

    [EngineFact]
    public async Task What_cannot_be_kept_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Journal.AppendAsync(One("s", 0, body: "\0")));
        await Assert.ThrowsAsync<ArgumentException>(() => Journal.AppendAsync(One("s", 0, body: "\uD83D")));
        await Assert.ThrowsAsync<ArgumentException>(() => Journal.AppendAsync(One("s\uDE00", 0)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Journal.AppendAsync(new("s", 0, [], "a")));
        await AssertChainAsync(Journal, "s", 0);
    }

    private static string Plain(JournalEntry e) =>
        $"{e.Stream}@{e.Revision} {e.RecordedAt:O} {e.Kind} {e.Body} {e.Actor} {e.Request?.Id} {Convert.ToHexString(e.Hash.Span)}";
}
