using Nato.Consensus.V1;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>The same request again is answered from memory, and only as long as that is the answer.</summary>
public sealed class StandingAtHandTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    [Fact]
    public async Task The_same_request_again_sees_what_was_entered_meanwhile()
    {
        var selection = await services.OpenAsync("again");
        for (var entries = 0; entries < 3; entries++)
        {
            Assert.Equal(entries, (await services.StandingAsync(selection)).Counts.Supports);
            Assert.Equal(entries, (await services.StandingAsync(selection)).Counts.Supports);
            await services.Consensus.RecordPositionAsync(Position(selection, entries switch { 0 => "FRA", 1 => "NLD", _ => "POL" }, Stance.Supports));
        }
        Assert.Equal(3, (await services.StandingAsync(selection)).Counts.Supports);
    }

    [Fact]
    public async Task The_same_request_again_sees_what_was_entered_at_another_service_within_two_leases()
    {
        var selection = await services.OpenAsync("elsewhere");
        var before = await RepeatedAsync(selection);
        await services.JoinAsync("NOR", "Norway", On(1949, 8, 24));
        services.Clock.Advance(Timings.Default.Lease * 2);

        Assert.Equal(before.ElectorateSize + 1, (await services.StandingAsync(selection)).ElectorateSize);
    }

    [Fact]
    public async Task A_request_that_names_no_day_asks_for_the_next_one_from_midnight_on()
    {
        var selection = await services.OpenAsync("midnight");
        var request = new GetStandingRequest { Selection = selection, Candidate = Rutte };
        var today = (await services.Consensus.GetStandingAsync(request)).Standing;
        Assert.Equal(today, (await services.Consensus.GetStandingAsync(request)).Standing);

        services.Clock.Advance(TimeSpan.FromDays(1));

        var tomorrow = (await services.Consensus.GetStandingAsync(request)).Standing;
        Assert.Equal(today.AsOf.ToDateTime().AddDays(1), tomorrow.AsOf.ToDateTime());
    }

    [Fact]
    public async Task A_demand_for_freshness_is_never_answered_by_what_is_at_hand()
    {
        var selection = await services.OpenAsync("demanding");
        await RepeatedAsync(selection);
        var written = await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));

        Assert.Equal(1, (await services.StandingAsync(selection, r => r.AtLeastAsFresh = written.RevisionToken)).Counts.Supports);
        Assert.Equal(1, (await services.StandingAsync(selection, r => r.FullyConsistent = true)).Counts.Supports);
    }

    [Fact]
    public async Task Requests_that_differ_in_one_word_are_answered_each_for_itself()
    {
        var selection = await services.OpenAsync("words");
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await RepeatedAsync(selection);

        Assert.Equal(0, (await services.StandingAsync(selection, r => r.CountsFrom = Nato.Record.V1.Sourcing.Delegation)).Counts.Supports);
        Assert.Equal(0, (await services.StandingAsync(selection, r => r.AsOf = On(2024, 2, 21))).Counts.Supports);
        Assert.Equal(1, (await services.StandingAsync(selection)).Counts.Supports);
    }

    private async Task<Standing> RepeatedAsync(string selection)
    {
        await services.StandingAsync(selection);
        return await services.StandingAsync(selection);
    }
}
