using Nato.Consensus.V1;
using Nato.Members.V1;
using NatoServices.Journal;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>No size of what another service owns makes a standing unreadable.</summary>
public sealed class LargeHistoriesTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    private const int Names = 6_500;

    private const int NameLength = 200;

    /// <summary>What a client of gRPC takes in one message unless it is told otherwise.</summary>
    private const int UsualMessage = 4 << 20;

    [Fact]
    public async Task A_roster_that_fits_in_no_message_is_read_in_pages()
    {
        var selection = await services.OpenAsync("large");
        string[] members = ["FRA", "NLD", "POL"];
        foreach (var member in members) await RenameOftenAsync(member);

        var pages = new List<GetRosterHistoryResponse>();
        do pages.Add(await services.Members.GetRosterHistoryAsync(new() { FullyConsistent = true, PageSize = 1000, PageToken = pages.LastOrDefault()?.NextPageToken ?? "" }));
        while (pages[^1].NextPageToken is not "");

        Assert.True(pages.Sum(page => page.CalculateSize()) > UsualMessage);
        Assert.All(pages, page => Assert.True(page.CalculateSize() < UsualMessage));
        Assert.Equal(["FRA", "NLD", "POL", "SWE"], pages.SelectMany(page => page.Members).Select(member => member.Code));
        Assert.All(
            pages.SelectMany(page => page.Members).Where(member => members.Contains(member.Code)),
            member => Assert.Equal(Names, member.Names.Count(name => name.DisplayName.Length == NameLength)));
        Assert.Equal(pages[0].Revision, pages[0].RecordedAt.Count);

        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await services.RestartAsync();
        Assert.Equal(1, (await services.StandingAsync(selection)).Counts.Supports);
    }

    /// <summary>One change by the service itself, and the same again and again by its journal, at once.</summary>
    private async Task RenameOftenAsync(string code)
    {
        var name = new string('n', NameLength);
        await services.Members.UpdateMemberAsync(new() { Code = code, DisplayName = name, From = On(2024, 1, 1) });
        var journal = services["members"].Journal;
        var head = await journal.HeadAsync("roster");
        var entered = await journal.ReadAsync("roster", head.Revision - 1).SingleAsync();
        var again = Enumerable.Repeat(new NewEntry(entered.Kind, entered.Body), Names - 1).ToArray();
        Assert.IsType<Appended.Committed>(await journal.AppendAsync(new("roster", head.Revision, again, "test")));
    }
}
