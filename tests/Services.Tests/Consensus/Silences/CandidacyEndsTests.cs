using Nato.Candidates.V1;
using Nato.Consensus.V1;
using NatoServices.Consensus;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.Deciding;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Consensus.Silences;

/// <summary>The candidate withdraws while silence runs, or has withdrawn and nobody knew, or somebody else is appointed.</summary>
public sealed class CandidacyEndsTests
{
    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Silence_on_a_candidacy_that_ends_is_withdrawn_soon()
    {
        await using var services = await StartAsync();
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("ends"), AnHour);
        await services.Candidates.RecordCandidacyAsync(Step(ConsensusFixture.Rutte, CandidacyStatus.Withdrawn, On(2024, 2, 22)));
        var ended = services.Clock.GetUtcNow();
        services.Clock.Advance(TimeSpan.FromSeconds(10));

        var withdrawn = await services.PunctuallyAsync(silence, SilenceState.Withdrawn);
        Assert.Equal("consensus", withdrawn.Withdrawn.Actor);
        Assert.Equal("The candidacy of Mark Rutte is WITHDRAWN since 2024-02-22.", withdrawn.WithdrawalReason);
        Assert.InRange(withdrawn.Withdrawn.At.ToDateTimeOffset(), ended, ended + TimeSpan.FromSeconds(15));
        Assert.Equal(("", SelectionState.Open), Brief(await services.SelectionAsync("ends")));
        var again = await Refusing.OfAsync(() => services.Consensus.OpenSilenceAsync(Opening("ends", AnHour)));
        Assert.Equal(("CANDIDATE_NOT_STANDING", "WITHDRAWN"), (again.Reason, again.Metadata["status"]));
    }

    [Fact]
    public async Task What_becomes_known_of_the_candidacy_after_the_deadline_does_not_undo_the_adoption()
    {
        await using var services = await StartAsync();
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("unknown"), AnHour);
        await services.StopAsync("consensus");
        services.Clock.Advance(AnHour + TimeSpan.FromMinutes(1));
        await services.Candidates.RecordCandidacyAsync(Step(ConsensusFixture.Rutte, CandidacyStatus.Withdrawn, On(2024, 2, 22)));
        await services.HostAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync);

        var decided = await services.UntilAsync("unknown", DeliveryState.Refused);
        Assert.Equal(SilenceState.Adopted, (await services.ReadAsync(silence)).State);
        var delivery = Assert.Single(decided.Outcomes).Delivery;
        Assert.Equal(("CANDIDACY_MOVE_IMPOSSIBLE", "consensus"), (delivery.Refusal, delivery.Recorded.Actor));
        Assert.Contains("WITHDRAWN", delivery.Explanation, StringComparison.Ordinal);
        var printed = (await services.Consensus.PrintDecisionAsync(new() { Selection = "unknown" })).Data.ToStringUtf8();
        Assert.Contains("refused by the Candidates service", printed, StringComparison.Ordinal);

        var reopened = (await services.Consensus.ReopenSelectionAsync(new() { Selection = "unknown", Reason = "He has withdrawn." })).Selection;
        Assert.Equal(("", SelectionState.Open), Brief(reopened));
        await services.PassAsync(TimeSpan.FromSeconds(30));
        // Nothing was marked: there is nothing to take back.
        Assert.Equal(
            ["SelectionOpened", "SilenceOpened", "DecisionTaken", "AppointmentRefused", "SelectionReopened"], await services.KindsAsync("unknown"));
        Assert.Equal(0, await services.CountAsync("AppointmentRevoked"));
        var outcome = (await services.SelectionAsync("unknown")).Outcomes[0];
        Assert.Equal((false, DeliveryState.Refused), (outcome.InForce, outcome.Delivery.State));
    }

    [Fact]
    public async Task Of_two_selections_for_one_vacancy_the_first_to_decide_ends_the_silence_of_the_other()
    {
        await using var services = await StartAsync();
        var (first, second) = (await services.OpenAsync("first"), await services.OpenAsync("second"));
        var silence = await services.OpenSilenceAsync(second, TimeSpan.FromDays(1));
        await services.DeclareAsync(first);
        await services.UntilAsync(first, DeliveryState.Delivered);
        services.Clock.Advance(TimeSpan.FromSeconds(10));

        var withdrawn = await services.UntilAsync(silence, SilenceState.Withdrawn);
        Assert.Equal($"The vacancy '{SecretaryGeneral}' is filled: 'mark-rutte' was appointed.", withdrawn.WithdrawalReason);
        var refused = await Refusing.OfAsync(() => services.Consensus.OpenSilenceAsync(Opening(second, AnHour)));
        Assert.Equal(("VACANCY_FILLED", "mark-rutte"), (refused.Reason, refused.Metadata["appointed"]));
    }

    private static (string, SelectionState) Brief(Selection selection) => (selection.Silence, selection.State);
}
