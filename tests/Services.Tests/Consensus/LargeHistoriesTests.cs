using Grpc.Core;
using Nato.Consensus.V1;
using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Journal;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>No size of what another service owns makes a standing unreadable.</summary>
public sealed class LargeHistoriesTests
{
    private const int Names = 6_500;

    /// <summary>So many moments fit in no message.</summary>
    private const int Reports = 320_000;

    private const int NameLength = 200;

    /// <summary>What a client of gRPC takes in one message unless it is told otherwise.</summary>
    private const int UsualMessage = 4 << 20;

    [Fact]
    public async Task A_roster_that_fits_in_no_message_is_read_in_pages()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("large");
        string[] members = ["FRA", "NLD", "POL"];
        foreach (var member in members) await RenameOftenAsync(services, member);

        var pages = await PagesAsync(services, inParts: false);

        Assert.True(pages.Sum(page => page.CalculateSize()) > UsualMessage);
        Assert.All(pages, page => Assert.True(page.CalculateSize() < UsualMessage));
        Assert.Equal(["FRA", "NLD", "POL", "SWE"], pages.SelectMany(page => page.Members).Select(member => member.Code));
        Assert.All(
            pages.SelectMany(page => page.Members).Where(member => members.Contains(member.Code)),
            member => Assert.Equal(Names, member.Names.Count(name => name.DisplayName.Length == NameLength)));
        Assert.Equal(pages[0].Revision, pages.SelectMany(page => page.RecordedAt).Count());
        Assert.All(pages.Skip(1), page => Assert.Empty(page.RecordedAt));

        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await services.RestartAsync();
        Assert.Equal(1, (await services.StandingAsync(selection)).Counts.Supports);
    }

    [Fact]
    public async Task What_is_too_long_for_a_page_comes_in_parts()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("parts");
        for (var i = 0; i < 4; i++) await RenameOftenAsync(services, "SWE");
        await services.Members.ReportDefenceExpenditureAsync(new() { Code = "FRA", Year = 2023, PercentOfGdp = 1.9, Source = Source });
        await RepeatAsync(services, Reports);

        var pages = await PagesAsync(services, inParts: true);

        Assert.All(pages, page => Assert.True(page.CalculateSize() < UsualMessage / 2));
        var moments = pages.SelectMany(page => page.RecordedAt).Select(at => at.ToDateTimeOffset()).ToList();
        Assert.Equal(pages[0].Revision, moments.Count);
        Assert.Equal(moments.Order(), moments);
        Assert.True(moments.Count > Reports);
        var names = pages.SelectMany(page => page.Members).Where(member => member.Code == "SWE").SelectMany(member => member.Names).ToList();
        Assert.True(names.Sum(name => name.CalculateSize()) > UsualMessage);
        Assert.Equal(4 * Names, names.Count(name => name.DisplayName.Length == NameLength));

        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        Assert.Equal(pages[0].Revision, (await services.StandingAsync(selection)).RosterRevision);
    }

    [Fact]
    public async Task An_owner_that_cannot_read_its_newer_replicas_token_counts_as_away()
    {
        var first = new GetRosterHistoryResponse { Revision = 1, NextPageToken = Page.TokenOf("SWE+0000001000") };
        var refused = new RpcException(new(StatusCode.InvalidArgument, "page_token: is not the next_page_token of another page"));

        var read = await HistoryPages.ReadAsync(
            "members", RosterClient.Stream,
            token => Call(token is "" ? Task.FromResult(first) : Task.FromException<GetRosterHistoryResponse>(refused)),
            page => new(page.Revision, default, default), page => page.NextPageToken, pages => pages);

        Assert.Equal(new UpstreamUnavailable("members").Message, Assert.IsType<UpstreamUnavailable>(read.Refusal).Message);
    }

    private static AsyncUnaryCall<T> Call<T>(Task<T> reply) =>
        new(reply, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    private static async Task<List<GetRosterHistoryResponse>> PagesAsync(ConsensusFixture services, bool inParts)
    {
        var pages = new List<GetRosterHistoryResponse>();
        do pages.Add(await services.Members.GetRosterHistoryAsync(new()
        {
            FullyConsistent = true,
            PageSize = 1000,
            PageToken = pages.LastOrDefault()?.NextPageToken ?? "",
            InParts = inParts,
        }));
        while (pages[^1].NextPageToken is not "");
        return pages;
    }

    private static async Task RenameOftenAsync(ConsensusFixture services, string code)
    {
        await services.Members.UpdateMemberAsync(new() { Code = code, DisplayName = new string('n', NameLength), From = On(2024, 1, 1) });
        await RepeatAsync(services, Names - 1);
    }

    /// <summary>The last entry of the roster again and again, at once, by the journal.</summary>
    private static async Task RepeatAsync(ConsensusFixture services, int times)
    {
        var journal = services["members"].Journal;
        var head = await journal.HeadAsync("roster");
        var entered = await journal.ReadAsync("roster", head.Revision - 1).SingleAsync();
        var again = Enumerable.Repeat(new NewEntry(entered.Kind, entered.Body), times).ToArray();
        Assert.IsType<Appended.Committed>(await journal.AppendAsync(new("roster", head.Revision, again, "test")));
    }
}
