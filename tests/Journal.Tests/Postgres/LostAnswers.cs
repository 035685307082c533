using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Postgres;

/// <summary>The line to the server is cut while an append is under way: whether it is on record is found out, and it is there once.</summary>
[NeedsPostgres]
public sealed class LostAnswers(PostgresEngine engine) : IClassFixture<PostgresEngine>
{
    private const string Cutting = "\"cut here\"";

    [EngineFact]
    public Task An_append_that_the_server_never_got_is_made() => HoldsAsync(Cut.Unsent, "r");

    [EngineFact]
    public Task An_append_whose_answer_is_lost_is_answered_and_not_made_twice() => HoldsAsync(Cut.Unanswered, "r");

    [EngineFact]
    public Task An_append_without_a_request_whose_answer_is_lost_is_answered_and_not_made_twice() => HoldsAsync(Cut.Unanswered, null);

    [EngineFact]
    public async Task An_append_that_the_server_gets_when_it_was_made_again_is_not_made_twice()
    {
        await using var proxy = new CuttingProxy(await engine.NewDatabaseAsync());
        await using var journal = await Journals.OpenAsync(proxy.Database, TimeProvider.System);
        Assert.IsType<Appended.Committed>(await journal.AppendAsync(One(0, "{}", null)));
        proxy.CutAt(Cutting, Cut.Late);
        var committed = Assert.IsType<Appended.Committed>(await journal.AppendAsync(One(1, Cutting, null)));
        await proxy.DeliverAsync();
        await AssertOnRecordAsync(journal, committed, 2);
        Assert.Single(await journal.LeaseDueAsync(TimeSpan.FromMinutes(1), 10));
    }

    [EngineFact]
    public async Task What_others_entered_while_the_line_was_cut_is_seen()
    {
        var database = await engine.NewDatabaseAsync();
        await using var proxy = new CuttingProxy(database);
        await using var journal = await Journals.OpenAsync(proxy.Database, TimeProvider.System);
        await using var other = await Journals.OpenAsync(database, TimeProvider.System);
        await journal.AppendAsync(One(0, "{}", null));
        await other.AppendAsync(One(1, "\"other\"", "r"));
        proxy.CutAt(Cutting, Cut.Unsent);
        Assert.Equal(new Appended.Moved(2), await journal.AppendAsync(One(1, Cutting, null)));
        proxy.CutAt(Cutting, Cut.Unsent);
        var known = Assert.IsType<Appended.RequestKnown>(await journal.AppendAsync(One(2, Cutting, "r")));
        Assert.Equal(2, known.Last.Revision);
    }

    [EngineFact]
    public async Task A_piece_of_work_whose_completion_is_not_answered_is_completed_once()
    {
        await using var proxy = new CuttingProxy(await engine.NewDatabaseAsync());
        await using var journal = await Journals.OpenAsync(proxy.Database, TimeProvider.System);
        await journal.AppendAsync(One(0, Cutting, null));
        var work = Assert.Single(await journal.LeaseDueAsync(TimeSpan.FromMinutes(1), 10));
        proxy.CutAt(Cutting, Cut.Unanswered);
        var outcome = new Append("outcome", 0, [new("K", Cutting)], "a");
        Assert.IsType<Appended.Committed>(await journal.CompleteAsync(work, outcome));
        Assert.Equal(1, (await journal.HeadAsync("outcome")).Revision);
        Assert.Null(await journal.NextDueAsync());
        Assert.Null(await journal.CompleteAsync(work, outcome));
    }

    [EngineFact]
    public async Task Many_that_write_while_the_line_is_cut_again_and_again_are_all_answered_rightly()
    {
        const int Writers = 24, Each = 12;
        await using var proxy = new CuttingProxy(await engine.NewDatabaseAsync());
        await using var journal = await Journals.OpenAsync(proxy.Database, TimeProvider.System);
        for (var n = 0; n < Writers; n++) proxy.CutAt($"\"{n}/{n % Each}\"", n % 2 == 0 ? Cut.Unanswered : Cut.Unsent);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(n => Task.Run(async () =>
        {
            for (var m = 0; m < Each; m++)
            {
                // Half of them have requests.
                var append = new Append($"s{n}", m, [new("K", $"\"{n}/{m}\"")], "a", n % 2 == 0 ? new($"{m}", new byte[] { 1 }) : null);
                var committed = Assert.IsType<Appended.Committed>(await journal.AppendAsync(append));
                Assert.Equal(m + 1, committed.Entries[0].Revision);
            }
        })));
        for (var n = 0; n < Writers; n++)
        {
            var check = await HashChain.VerifyAsync($"s{n}", journal.ReadAsync($"s{n}"));
            Assert.Equal((Each, null), (check.Revision, check.FirstBroken));
        }
    }

    private async Task HoldsAsync(Cut cut, string? request)
    {
        await using var proxy = new CuttingProxy(await engine.NewDatabaseAsync());
        await using var journal = await Journals.OpenAsync(proxy.Database, TimeProvider.System);
        Assert.IsType<Appended.Committed>(await journal.AppendAsync(One(0, "{}", null)));
        for (var revision = 1; revision < 4; revision++)
        {
            proxy.CutAt(Cutting, cut);
            var append = One(revision, Cutting, request + revision);
            var committed = Assert.IsType<Appended.Committed>(await journal.AppendAsync(request is null ? append with { Request = null } : append));
            await AssertOnRecordAsync(journal, committed, revision + 1);
        }
        Assert.Equal(3, (await journal.LeaseDueAsync(TimeSpan.FromMinutes(1), 10)).Count);
    }

    private static async Task AssertOnRecordAsync(IJournal journal, Appended.Committed committed, long revision)
    {
        var head = await journal.HeadAsync("s");
        Assert.Equal((revision, revision), (head.Revision, committed.Entries[^1].Revision));
        Assert.Equal(head.Hash.ToArray(), committed.Entries[^1].Hash.ToArray());
        Assert.Null((await HashChain.VerifyAsync("s", journal.ReadAsync("s"))).FirstBroken);
    }

    private static Append One(long expected, string body, string? request) =>
        new("s", expected, [new("K", body)], "a", request is null ? null : new(request, new byte[] { 1 }))
        {
            Due = body == Cutting ? [new("k", DateTimeOffset.UnixEpoch, "")] : [],
        };
}
