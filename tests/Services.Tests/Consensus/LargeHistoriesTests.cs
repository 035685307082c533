using Nato.Consensus.V1;
using Nato.Members.V1;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>No size of what another service owns makes a standing unreadable.</summary>
public sealed class LargeHistoriesTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    private const int Names = 7_000;

    /// <summary>What a client of gRPC takes in one message unless it is told otherwise.</summary>
    private const int UsualMessage = 4 << 20;

    [Fact]
    public async Task A_roster_that_fits_in_no_message_is_read_in_pages()
    {
        var selection = await services.OpenAsync("large");
        string[] members = ["FRA", "NLD", "POL"];
        await Parallel.ForAsync(0, members.Length * Names, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, ct) =>
            await services.Members.UpdateMemberAsync(
                new() { Code = members[number % 3], DisplayName = $"{number}".PadLeft(200, 'n'), From = On(2024, 1, 1) }, cancellationToken: ct));

        var pages = new List<GetRosterHistoryResponse>();
        do pages.Add(await services.Members.GetRosterHistoryAsync(new() { FullyConsistent = true, PageSize = 1000, PageToken = pages.LastOrDefault()?.NextPageToken ?? "" }));
        while (pages[^1].NextPageToken is not "");

        Assert.True(pages.Sum(page => page.CalculateSize()) > UsualMessage);
        Assert.All(pages, page => Assert.True(page.CalculateSize() < UsualMessage));
        Assert.Equal(["FRA", "NLD", "POL", "SWE"], pages.SelectMany(page => page.Members).Select(member => member.Code));
        Assert.Equal(members.Length * Names, pages.SelectMany(page => page.Members).Sum(member => member.Names.Count(name => name.DisplayName.EndsWith('n') is false && name.DisplayName.Length == 200)));
        Assert.Equal(pages[0].Revision, pages[0].RecordedAt.Count);

        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await services.RestartAsync();
        Assert.Equal(1, (await services.StandingAsync(selection)).Counts.Supports);
    }
}
