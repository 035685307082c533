using Nato.Consensus.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Consensus.Deciding;
using static NatoServices.Services.Tests.Hosting.Story;
using Sourcing = Nato.Record.V1.Sourcing;

namespace NatoServices.Services.Tests.Consensus.Decisions;

/// <summary>The chair declares consensus at the table.</summary>
public sealed class DeclarationTests
{
    [Fact]
    public async Task A_declaration_names_the_electorate_and_what_each_had_stated()
    {
        await using var services = await StartAsync();
        var selection = await services.OpenAsync("table");
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Supports));
        await services.Consensus.RecordPositionAsync(Position(selection, "POL", Stance.NoPosition));
        var answer = await services.Consensus.DeclareDecisionAsync(
            new() { Selection = selection, Candidate = Rutte, Text = Draft }, By("the chair"));

        var decision = answer.Decision;
        Assert.Equal(("d4", DecisionKind.Table, "", "the chair", true),
            (decision.Id, decision.Kind, decision.Silence, decision.Recorded.Actor, decision.InForce));
        Assert.Equal((On(2024, 2, 22), "UTC", "2024-02-22T12:00:00+00:00"), (decision.DecidedOn, decision.TimeZone, decision.DecidedAtShown));
        Assert.Null(decision.LateBy);
        Assert.Equal((DeliveryState.Pending, Sourcing.Unnamed), (decision.Delivery.State, decision.CountsFrom));
        Assert.Equal(
            [("FRA", "France", Stance.Supports, "p2"), ("NLD", "Netherlands", Stance.Unspecified, ""), ("POL", "Poland", Stance.NoPosition, "p3")],
            decision.Electorate.Select(e => (e.Member, e.DisplayName, e.Stance, e.Position)));
        Assert.Equal(new Tally { Electorate = 3, Supports = 1, NoPosition = 1, SaidNothing = 1 }, decision.Tally);
        await services.UntilAsync(selection, DeliveryState.Delivered);
        Assert.Equal(1, await services.CountAsync("CandidateAppointed"));
    }

    [Fact]
    public async Task There_is_no_consensus_to_declare_while_members_stand_in_the_way()
    {
        await using var services = await StartAsync();
        var selection = await services.OpenAsync("blocked");
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.Objects));
        await services.Consensus.RecordPositionAsync(Position(selection, "POL", Stance.NoObjection, "a visit"));
        var refused = await Refusing.OfAsync(() => services.Consensus.DeclareDecisionAsync(
            new() { Selection = selection, Candidate = Rutte, Text = Draft }));
        Assert.Equal(("CONSENSUS_BLOCKED", "FRA,POL", "FRA", "POL"),
            (refused.Reason, refused.Metadata["members"], refused.Metadata["objecting"], refused.Metadata["conditional"]));
        Assert.Contains("France objects", refused.Message, StringComparison.Ordinal);

        // An indication does not stand in the way, and what somebody else says of a delegation is no objection of its own.
        await services.Consensus.RecordPositionAsync(Position(selection, "FRA", Stance.NoObjection));
        await services.Consensus.RecordPositionAsync(Position(selection, "POL", Stance.Supports));
        var indication = Position(selection, "NLD", Stance.Objects);
        indication.Sourcing = Sourcing.Assessment;
        await services.Consensus.RecordPositionAsync(indication);
        var decision = await services.DeclareAsync(selection);
        Assert.Equal((3, 1, 1, 1), (decision.Tally.Electorate, decision.Tally.Supports, decision.Tally.NoObjection, decision.Tally.SaidNothing));
    }

    [Fact]
    public async Task The_electorate_is_that_of_the_day_of_the_decision()
    {
        await using var services = await StartAsync();
        var selection = await services.OpenAsync("grows");
        services.Clock.Advance(TimeSpan.FromDays(14));
        await services.Members.AccedeMemberAsync(new() { Code = "SWE", Date = On(2024, 3, 8) });
        var before = await services.DeclareAsync(selection);
        Assert.Equal((On(2024, 3, 7), "FRA NLD POL"), (before.DecidedOn, CodesOf(before)));
        await services.UntilAsync(selection, DeliveryState.Delivered);
        await services.Consensus.ReopenSelectionAsync(new() { Selection = selection, Reason = "Sweden is to take part." });
        await services.UntilAsync(selection, DeliveryState.Revoked);

        // Opened while three were members, and due when four are.
        var silence = await services.OpenSilenceAsync(selection, TimeSpan.FromDays(1));
        services.Clock.Advance(TimeSpan.FromDays(1));
        await services.UntilAsync(silence, SilenceState.Adopted);
        var after = await services.DecisionAsync(selection);
        Assert.Equal((On(2024, 3, 8), "FRA NLD POL SWE"), (after.DecidedOn, CodesOf(after)));
    }

    [Fact]
    public async Task Nothing_is_declared_beside_a_silence_that_runs()
    {
        await using var services = await StartAsync();
        var selection = await services.OpenAsync("beside");
        var silence = await services.OpenSilenceAsync(selection, TimeSpan.FromHours(1));
        var refused = await Refusing.OfAsync(() => services.Consensus.DeclareDecisionAsync(
            new() { Selection = selection, Candidate = Rutte, Text = Draft }));
        Assert.Equal(("SILENCE_RUNS", silence.Id, Rutte, silence.DeadlineShown),
            (refused.Reason, refused.Metadata["silence"], refused.Metadata["candidate"], refused.Metadata["deadline"]));
    }

    private static string CodesOf(Decision decision) => string.Join(' ', decision.Electorate.Select(e => e.Member));
}
