using Google.Rpc;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Nato.Consensus.V1;
using NatoServices.Consensus;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>The record of a selection: what is entered stays, once, in order, by whom and when.</summary>
public sealed class RecordTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    [Fact]
    public async Task Entries_are_paged_in_order_and_say_who_entered_what()
    {
        var selection = await services.OpenAsync("paged");
        foreach (var member in (string[])["FRA", "NLD", "POL"])
            await services.Consensus.RecordPositionAsync(Position(selection, member, Stance.Supports), new Metadata { { "nato-actor", "the secretariat" } });

        var entries = new List<RecordEntry>();
        var request = new ListEntriesRequest { Selection = selection, PageSize = 3 };
        do
        {
            var page = await services.Consensus.ListEntriesAsync(request);
            entries.AddRange(page.Entries);
            request.PageToken = page.NextPageToken;
        } while (request.PageToken is not "");
        Assert.Equal([1, 2, 3, 4], entries.Select(e => e.Recorded.Revision));
        Assert.Equal(["anonymous", "the secretariat", "the secretariat", "the secretariat"], entries.Select(e => e.Recorded.Actor));
        Assert.Equal("FRA on mark-rutte: SUPPORTS, taken on 2024-02-22 (NAMED).", entries[1].Summary);
        Assert.Contains("\"stance\":\"SUPPORTS\"", entries[1].Body, StringComparison.Ordinal);
        Assert.Equal([4], (await services.Consensus.ListEntriesAsync(new() { Selection = selection, AfterRevision = 3 })).Entries.Select(e => e.Recorded.Revision));
        Assert.Empty((await services.Consensus.ListEntriesAsync(new() { Selection = selection, AfterRevision = 4 })).Entries);
    }

    [Fact]
    public async Task The_same_request_twice_or_twenty_times_at_once_is_entered_once_and_answered_alike()
    {
        var selection = await services.OpenAsync("repeated");
        var request = Position(selection, "FRA", Stance.Supports);
        request.RequestId = "one";
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await services.Consensus.RecordPositionAsync(request)));
        Assert.Single(answers.Distinct());
        Assert.Equal(2, (await services.Consensus.GetSelectionAsync(new() { Selection = selection })).Selection.Revision);

        // Answered as it was then, also after the record has moved on.
        await services.Consensus.RetractPositionAsync(new() { Selection = selection, Position = answers[0].Position.Id, Reason = "misheard" });
        Assert.Equal(answers[0], await services.Consensus.RecordPositionAsync(request));

        request.Stance = Stance.Objects;
        var reused = await Assert.ThrowsAsync<RpcException>(async () => await services.Consensus.RecordPositionAsync(request));
        Assert.Equal(StatusCode.AlreadyExists, reused.StatusCode);
    }

    [Fact]
    public async Task Many_at_once_lose_nothing_and_the_chain_holds()
    {
        var selection = await services.OpenAsync("crowded");
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async n =>
            await services.Consensus.RecordPositionAsync(Position(selection, n % 2 == 0 ? "FRA" : "POL", n % 3 == 0 ? Stance.NoPosition : Stance.Supports))));
        var verified = await services.Consensus.VerifyRecordAsync(new() { Selection = selection });
        Assert.Equal((true, 61), (verified.Holds, verified.Revision));
        var last = (await services.Consensus.ListEntriesAsync(new() { Selection = selection, AfterRevision = 60 })).Entries.Single();
        Assert.Equal(last.Hash, verified.Hash);
    }

    [Fact]
    public async Task Verifying_names_the_first_entry_that_was_tampered_with()
    {
        await using var own = new ConsensusFixture();
        await own.InitializeAsync();
        var selection = await own.OpenAsync("tampered");
        foreach (var member in (string[])["FRA", "NLD", "POL"]) await own.Consensus.RecordPositionAsync(Position(selection, member, Stance.Supports));

        await TamperAsync(own, "UPDATE entries SET body = replace(body, 'SUPPORTS', 'OBJECTS') WHERE revision = 3");
        var verified = await own.Consensus.VerifyRecordAsync(new() { Selection = selection });
        Assert.Equal((false, 2, 3), (verified.Holds, verified.Revision, verified.FirstBroken));
        Assert.NotEmpty(verified.Problem);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_read_is_shown_as_it_is_and_nothing_is_computed_from_it()
    {
        await using var own = new ConsensusFixture();
        await own.InitializeAsync();
        var selection = await own.OpenAsync("damaged");
        await own.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await own.StopAsync("consensus");
        await TamperAsync(own, "UPDATE entries SET body = '{' WHERE revision = 2");
        await own.HostAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync);

        var damaged = await Assert.ThrowsAsync<RpcException>(() => own.StandingAsync(selection));
        Assert.Equal((StatusCode.DataLoss, "RECORD_DAMAGED"), (damaged.StatusCode, damaged.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason));
        Assert.Equal(2, (await own.Consensus.VerifyRecordAsync(new() { Selection = selection })).FirstBroken);
        var entries = (await own.Consensus.ListEntriesAsync(new() { Selection = selection })).Entries;
        Assert.Equal(("{", "This entry can't be read."), (entries[1].Body, entries[1].Summary));
    }

    [Fact]
    public async Task Started_again_it_finds_everything()
    {
        await using var own = new ConsensusFixture();
        await own.InitializeAsync();
        var selection = await own.OpenAsync("kept");
        await own.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports, "a visit"));
        var before = await own.StandingAsync(selection);
        await own.StopAsync("consensus");
        await own.HostAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync);
        Assert.Equal(before, await own.StandingAsync(selection));
    }

    [Fact]
    public async Task Selections_are_listed_page_by_page()
    {
        await using var own = new ConsensusFixture();
        await own.InitializeAsync();
        Assert.Empty((await own.Consensus.ListSelectionsAsync(new())).Selections);
        foreach (var id in (string[])["c", "a", "b"]) await own.OpenAsync(id);
        var first = await own.Consensus.ListSelectionsAsync(new() { PageSize = 2 });
        var second = await own.Consensus.ListSelectionsAsync(new() { PageSize = 2, PageToken = first.NextPageToken });
        Assert.Equal((["a", "b"], ["c"], ""), (first.Selections.Select(s => s.Id).ToArray(), second.Selections.Select(s => s.Id).ToArray(), second.NextPageToken), Same);

        static bool Same((string[], string[], string) x, (string[], string[], string) y) =>
            x.Item1.SequenceEqual(y.Item1) && x.Item2.SequenceEqual(y.Item2) && x.Item3 == y.Item3;
    }

    private static async Task TamperAsync(ConsensusFixture services, string change)
    {
        await using var file = new SqliteConnection(services.JournalOf(ConsensusApp.Identity));
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = change;
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
