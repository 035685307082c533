using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Services.Tests.Consensus;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;

namespace NatoServices.Services.Tests.Wire;

/// <summary>Pages are bounded by bytes, not only by items, and nothing is left out between them.</summary>
public sealed class PagesInBytesTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    /// <summary>What an entry and the rest of a reply need besides the conditions.</summary>
    private const int Slack = 64 << 10;

    [Fact]
    public async Task A_page_of_entries_ends_once_it_has_a_mebibyte()
    {
        const int Positions = 60;
        var selection = await services.OpenAsync("bytes");
        var conditions = Enumerable.Range(0, 20).Select(i => new string('c', 1900) + i).ToArray();
        for (var i = 0; i < Positions; i++) await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports, conditions));

        var pages = new List<ListEntriesResponse>();
        do
            pages.Add(await services.Consensus.ListEntriesAsync(
                new() { Selection = selection, PageSize = 1000, PageToken = pages.LastOrDefault()?.NextPageToken ?? "" }));
        while (pages[^1].NextPageToken is not "");

        Assert.All(pages, page => Assert.InRange(page.CalculateSize(), 1, PageLimit.MaxBytes + Slack));
        Assert.True(pages.Count > 2, $"{pages.Count} pages");
        Assert.Equal(Enumerable.Range(1, Positions + 1), pages.SelectMany(page => page.Entries).Select(entry => (int)entry.Recorded.Revision));
    }

    [Fact]
    public async Task A_page_of_a_list_ends_before_its_token_is_too_long_to_be_given_back()
    {
        const int Selections = 120;
        for (var i = 0; i < Selections; i++) await services.OpenAsync($"listed-{new string('x', 50)}-{i:D3}");

        var pages = new List<ListSelectionsResponse>();
        do
            pages.Add(await services.Consensus.ListSelectionsAsync(new()
            {
                PageSize = 1000,
                PageToken = pages.LastOrDefault()?.NextPageToken ?? "",
                AtLeastAsFresh = pages.LastOrDefault()?.RevisionToken ?? "",
            }));
        while (pages[^1].NextPageToken is not "");

        Assert.All(pages, page => Assert.InRange(page.RevisionToken.Length, 1, RevisionToken.MaxLength));
        Assert.Equal(Selections, pages.SelectMany(page => page.Selections).Count(s => s.Id.StartsWith("listed-", StringComparison.Ordinal)));
        Assert.Equal(pages.Sum(page => page.Selections.Count), pages.SelectMany(page => page.Selections).Select(s => s.Id).Distinct().Count());
    }
}
