using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using NatoServices.Consensus;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.Deciding;
using static NatoServices.Services.Tests.Hosting.Story;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.Services.Tests.Consensus.Silences;

/// <summary>Nobody breaks silence: the draft is a decision by itself, once, dated to the deadline.</summary>
public sealed class AdoptionTests
{
    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    [Fact]
    public async Task At_the_deadline_the_draft_is_a_decision_and_the_candidate_is_appointed()
    {
        await using var services = await StartAsync();
        var selection = await services.OpenAsync("adopted");
        await services.Consensus.RecordPositionAsync(ConsensusFixture.Position(selection, "FRA", Stance.Supports, "a visit"));
        var request = Opening(selection, AnHour);
        request.TimeZone = "Europe/Brussels";
        var silence = (await services.Consensus.OpenSilenceAsync(request)).Silence;
        services.Clock.Advance(AnHour);

        await services.PunctuallyAsync(silence, SilenceState.Adopted);
        var decided = await services.UntilAsync(selection, DeliveryState.Delivered);
        Assert.Equal((SelectionState.Decided, "", "d4"), (decided.State, decided.Silence, decided.Decision));
        var outcome = Assert.Single(decided.Outcomes);
        Assert.Equal(
            ("d4", DecisionKind.Silence, ConsensusFixture.Rutte, true), (outcome.Decision, outcome.Kind, outcome.Candidate, outcome.InForce));
        Assert.Equal(("consensus", 5), (outcome.Delivery.Recorded.Actor, outcome.Delivery.Recorded.Revision));
        var adopted = await services.ReadAsync(silence);
        Assert.Equal((SilenceState.Adopted, "d4", false), (adopted.State, adopted.Decision, adopted.RanOut));

        var decision = await services.DecisionAsync(selection);
        Assert.Equal((silence.Deadline, On(2024, 2, 22), "Europe/Brussels", "2024-02-22T14:00:00+01:00"),
            (decision.DecidedAt, decision.DecidedOn, decision.TimeZone, decision.DecidedAtShown));
        Assert.Equal(("consensus", silence.Id, Draft, "Secretary General", "Mark Rutte"),
            (decision.Recorded.Actor, decision.Silence, decision.Text, decision.Post, decision.CandidateName));
        Assert.InRange(decision.LateBy.ToTimeSpan(), TimeSpan.Zero, decision.Recorded.At.ToDateTimeOffset() - silence.Deadline.ToDateTimeOffset());
        Assert.False(decision.Late);
        Assert.Equal((3, 1, 2), (decision.Tally.Electorate, decision.Tally.Conditional, decision.Tally.SaidNothing));

        var vacancy = (await services.Candidates.GetVacancyAsync(new() { Vacancy = SecretaryGeneral })).Vacancy;
        Assert.Equal((VacancyState.Filled, ConsensusFixture.Rutte), (vacancy.State, vacancy.Appointed));
        var reading = new GetCandidateRequest { Vacancy = SecretaryGeneral, Candidate = ConsensusFixture.Rutte };
        var candidate = (await services.Candidates.GetCandidateAsync(reading)).Candidate;
        Assert.Equal((CandidacyStatus.Appointed, On(2024, 2, 22)), (candidate.Status, candidate.History[^1].Date));
        await AssertOnceAsync(services, selection, ["SelectionOpened", "PositionRecorded", "SilenceOpened", "DecisionTaken", "AppointmentDelivered"]);
    }

    [Fact]
    public async Task A_selection_that_has_decided_takes_nothing_more()
    {
        await using var services = await StartAsync();
        var (selection, consensus) = (await services.OpenAsync("shut"), services.Consensus);
        var position = (await consensus.RecordPositionAsync(ConsensusFixture.Position(selection, "FRA", Stance.Supports, "a visit"))).Position.Id;
        var silence = await services.OpenSilenceAsync(selection, AnHour);
        services.Clock.Advance(AnHour);
        await services.UntilAsync(selection, DeliveryState.Delivered);

        foreach (var refused in (Refusing[])
            [
                await Refusing.OfAsync(() => consensus.RecordPositionAsync(ConsensusFixture.Position(selection, "POL", Stance.Objects))),
                await Refusing.OfAsync(() => consensus.RetractPositionAsync(
                    new() { Selection = selection, Position = position, Reason = "misheard" })),
                await Refusing.OfAsync(() => consensus.DischargeConditionAsync(
                    new() { Selection = selection, Position = position, Condition = "c1", Evidence = Source })),
                await Refusing.OfAsync(() => consensus.RecordClaimAsync(Claim(selection))),
                await Refusing.OfAsync(() => consensus.CloseSelectionAsync(new() { Selection = selection, Reason = "over" })),
                await Refusing.OfAsync(() => consensus.OpenSilenceAsync(Opening(selection, AnHour))),
                await Refusing.OfAsync(() => consensus.DeclareDecisionAsync(
                    new() { Selection = selection, Candidate = ConsensusFixture.Rutte, Text = Draft })),
            ])
            Assert.Equal((StatusCode.FailedPrecondition, "SELECTION_DECIDED", "d4"), (refused.Status, refused.Reason, refused.Metadata["decision"]));
        foreach (var refused in (Refusing[])
            [
                await Refusing.OfAsync(() => consensus.BreakSilenceAsync(Breaking(silence, "POL"))),
                await Refusing.OfAsync(() => consensus.WithdrawSilenceAsync(new() { Selection = selection, Silence = silence.Id, Reason = "late" })),
                await Refusing.OfAsync(() => consensus.ExtendSilenceAsync(
                    new() { Selection = selection, Silence = silence.Id, Reason = "late", Duration = AnHour.ToDuration() })),
            ])
            Assert.Equal(("SILENCE_ENDED", "ADOPTED"), (refused.Reason, refused.Metadata["state"]));
        Assert.Equal(5, (await services.SelectionAsync(selection)).Revision);
    }

    [Fact]
    public async Task A_service_that_was_away_at_the_deadline_adopts_as_of_the_deadline_and_notes_how_late()
    {
        await using var services = await StartAsync();
        var selection = await services.OpenAsync("late");
        var silence = await services.OpenSilenceAsync(selection, AnHour);
        await services.StopAsync("consensus");
        services.Clock.Advance(TimeSpan.FromDays(3) + AnHour);
        await services.HostAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync);

        await services.UntilAsync(selection, DeliveryState.Delivered);
        var decision = await services.DecisionAsync(selection);
        Assert.Equal((silence.Deadline, On(2024, 2, 22), true), (decision.DecidedAt, decision.DecidedOn, decision.Late));
        Assert.InRange(decision.LateBy.ToTimeSpan(), TimeSpan.FromDays(3), TimeSpan.FromDays(3) + AnHour);
        var printed = await services.Consensus.PrintDecisionAsync(new() { Selection = selection });
        Assert.Contains("late, 3 d", printed.Data.ToStringUtf8(), StringComparison.Ordinal);
        // Before it was entered, nobody knew of it.
        var then = await services.ReadAsync(silence, silence.Deadline);
        Assert.Equal((SilenceState.UnderSilence, true), (then.State, then.RanOut));
        await AssertOnceAsync(services, selection, ["SelectionOpened", "SilenceOpened", "DecisionTaken", "AppointmentDelivered"]);
    }

    [Fact]
    public async Task Two_services_on_one_record_come_to_one_outcome()
    {
        await using var services = await StartAsync();
        await using var beside = await services.HostBesideAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync);
        var other = new ConsensusClient(beside.Channel);
        var selection = await services.OpenAsync("two");
        var silence = (await other.OpenSilenceAsync(Opening(selection, AnHour))).Silence;
        services.Clock.Advance(AnHour);

        var decided = await services.UntilAsync(selection, DeliveryState.Delivered);
        await services.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(decided, await services.SelectionAsync(selection));
        Assert.Equal(decided, (await other.GetSelectionAsync(new() { Selection = selection })).Selection);
        Assert.Equal(SilenceState.Adopted, (await services.ReadAsync(silence)).State);
        await AssertOnceAsync(services, selection, ["SelectionOpened", "SilenceOpened", "DecisionTaken", "AppointmentDelivered"]);
    }

    private static async Task AssertOnceAsync(ConsensusFixture services, string selection, string[] kinds)
    {
        Assert.Equal(kinds, await services.KindsAsync(selection));
        Assert.Equal(1, await services.CountAsync("CandidateAppointed"));
        Assert.True((await services.Consensus.VerifyRecordAsync(new() { Selection = selection })).Holds);
    }

    private static RecordClaimRequest Claim(string selection) => new()
    {
        Selection = selection,
        Candidate = ConsensusFixture.Rutte,
        Stance = Stance.Supports,
        Count = 2,
        Sourcing = Nato.Record.V1.Sourcing.ThirdParty,
        Source = Source,
        StatedOn = On(2024, 2, 22),
    };
}
