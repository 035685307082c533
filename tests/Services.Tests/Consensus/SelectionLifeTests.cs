using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nato.Consensus.V1;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;
using Sourcing = Nato.Record.V1.Sourcing;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>The life of a selection, through gRPC.</summary>
public sealed class SelectionLifeTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    [Fact]
    public async Task From_the_first_word_to_everybody_on_board()
    {
        var selection = await services.OpenAsync("first-word");
        var fresh = await services.StandingAsync(selection);
        Assert.Equal((StandingState.Unopposed, 3, 3), (fresh.State, fresh.ElectorateSize, fresh.Counts.NotRecorded));
        Assert.Equal("Nothing is recorded of France.", fresh.Outstanding[0].Explanation);

        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await services.Consensus.RecordPositionAsync(Position(selection, "NLD", Stance.NoObjection));
        var asked = (await services.Consensus.RecordPositionAsync(Position(selection, "POL", Stance.Supports, "a visit"))).Position;
        var blocked = await services.StandingAsync(selection);
        Assert.Equal(StandingState.Blocked, blocked.State);
        var poland = Assert.Single(blocked.Outstanding);
        Assert.Equal((OutstandingReason.ConditionUndischarged, "Poland supports (NAMED, 2024-02-22) and asks for: a visit."), (poland.Reason, poland.Explanation));

        var met = await services.Consensus.DischargeConditionAsync(new()
        {
            Selection = selection,
            Position = asked.Id,
            Condition = asked.Conditions[0].Id,
            Evidence = Source,
            DischargedOn = On(2024, 2, 22),
        });
        Assert.Equal(Source, met.Position.Conditions[0].Evidence);
        var reached = await services.StandingAsync(selection);
        Assert.Equal(StandingState.Reached, reached.State);
        Assert.Empty(reached.Outstanding);
        Assert.Equal((2, 1, 2), (reached.Counts.Supports, reached.Counts.NoObjection, reached.Counts.SupportsOnRecord));
        Assert.Equal(Nato.Candidates.V1.CandidacyStatus.Declared, reached.CandidacyStatus);
    }

    [Fact]
    public async Task A_retracted_position_is_gone_from_now_on_and_still_there_as_known_before()
    {
        var selection = await services.OpenAsync("retraction");
        var mistake = (await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Objects))).Position;
        var before = services.Clock.GetUtcNow();
        services.Clock.Advance(TimeSpan.FromMinutes(1));
        var retracted = await services.Consensus.RetractPositionAsync(new() { Selection = selection, Position = mistake.Id, Reason = "misheard" });

        Assert.Equal(("misheard", 3), (retracted.Position.RetractionReason, retracted.Position.Retracted.Revision));
        Assert.Equal(StandingState.Unopposed, (await services.StandingAsync(selection)).State);
        Assert.Equal(StandingState.Blocked, (await services.StandingAsync(selection, r => r.KnownAt = before.ToTimestamp())).State);
    }

    [Fact]
    public async Task The_electorate_grows_while_the_selection_runs()
    {
        await using var own = new ConsensusFixture();
        await own.InitializeAsync();
        var selection = await own.OpenAsync("growing");
        foreach (var member in (string[])["FRA", "NLD", "POL"]) await own.Consensus.RecordPositionAsync(Position(selection, member, Stance.Supports));
        var earlier = own.Clock.GetUtcNow();
        own.Clock.Advance(TimeSpan.FromDays(1));
        var acceded = await own.Members.AccedeMemberAsync(new() { Code = "SWE", Date = On(2024, 3, 7) });

        var before = await own.StandingAsync(selection, r => (r.AsOf, r.AtLeastAsFresh) = (On(2024, 3, 6), acceded.RevisionToken));
        Assert.Equal((StandingState.Reached, 3), (before.State, before.ElectorateSize));
        var after = await own.StandingAsync(selection, r => r.AsOf = On(2024, 3, 7));
        Assert.Equal((StandingState.Unopposed, 4, "SWE"), (after.State, after.ElectorateSize, Assert.Single(after.Outstanding).Member));
        var asKnownEarlier = await own.StandingAsync(selection, r => (r.AsOf, r.KnownAt) = (On(2024, 3, 7), earlier.ToTimestamp()));
        Assert.Equal((StandingState.Reached, 3), (asKnownEarlier.State, asKnownEarlier.ElectorateSize));
    }

    [Fact]
    public async Task A_threshold_can_be_supposed_without_changing_the_rule()
    {
        var selection = await services.OpenAsync("supposed");
        var unnamed = Position(selection, "FRA", Stance.Supports);
        unnamed.Sourcing = Sourcing.Unnamed;
        await services.Consensus.RecordPositionAsync(unnamed);

        Assert.Equal(1, (await services.StandingAsync(selection)).Counts.SupportsOffRecord);
        var supposed = await services.StandingAsync(selection, r => r.CountsFrom = Sourcing.Institution);
        Assert.Equal((0, 1, Sourcing.Institution), (supposed.Counts.Supports, supposed.Counts.Indicated, supposed.CountsFrom));
        Assert.Equal(Stance.Supports, supposed.Members[0].Indications[0].Stance);
    }

    [Fact]
    public async Task A_claim_stands_beside_the_counts_and_is_held_against_them()
    {
        var selection = await services.OpenAsync("claimed");
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        var claim = await services.Consensus.RecordClaimAsync(new()
        {
            Selection = selection,
            Candidate = Rutte,
            Stance = Stance.Supports,
            Count = 2,
            Of = 3,
            Excepts = { "FRA" },
            Sourcing = Sourcing.ThirdParty,
            Source = Source,
            StatedOn = On(2024, 2, 22),
        });
        var standing = await services.StandingAsync(selection);
        var compared = Assert.Single(standing.Claims);
        Assert.Equal(claim.Claim, compared.Claim);
        Assert.Equal((1, 1, 3, true), (standing.Counts.Supports, compared.Lowest, compared.Highest, compared.LiesWithin));
        Assert.Equal(("FRA", "The claim excepts France, of which the record has: SUPPORTS, NAMED, 2024-02-22."),
            (compared.Contradictions[0].Member, compared.Contradictions[0].Explanation));
    }

    [Fact]
    public async Task A_closed_selection_takes_nothing_more_and_stays_readable()
    {
        var selection = await services.OpenAsync("closed");
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        var open = services.Clock.GetUtcNow();
        services.Clock.Advance(TimeSpan.FromMinutes(1));
        var closed = await services.Consensus.CloseSelectionAsync(new() { Selection = selection, Reason = "the post was abolished" });
        Assert.Equal((SelectionState.Closed, "the post was abolished", 3), (closed.Selection.State, closed.Selection.ClosingReason, closed.Selection.Revision));

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await services.Consensus.RecordPositionAsync(Position(selection, "POL", Stance.Supports)));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Equal(1, (await services.StandingAsync(selection)).Counts.Supports);
        var asKnown = await services.Consensus.GetSelectionAsync(new() { Selection = selection, KnownAt = open.ToTimestamp() });
        Assert.Equal(SelectionState.Open, asKnown.Selection.State);
    }

    [Fact]
    public async Task The_member_that_presents_a_candidate_supports_where_the_rule_says_so()
    {
        await using var own = new ConsensusFixture();
        await own.InitializeAsync();
        var presentation = Step(Rutte, Nato.Candidates.V1.CandidacyStatus.Presented, On(2024, 2, 22));
        (presentation.PresentedBy, presentation.Sourcing) = ("NLD", Sourcing.Delegation);
        await own.Candidates.RecordCandidacyAsync(presentation);

        var counted = await own.StandingAsync(await own.OpenAsync("counted", presentingMemberSupports: true));
        var netherlands = counted.Members.Single(m => m.Member == "NLD");
        Assert.Equal((Stance.Supports, true, "", true), (netherlands.Stance, netherlands.ByPresentation, netherlands.Position, netherlands.OnRecord));
        var uncounted = await own.StandingAsync(await own.OpenAsync("uncounted"));
        Assert.Equal(0, uncounted.Counts.Supports);
    }
}
