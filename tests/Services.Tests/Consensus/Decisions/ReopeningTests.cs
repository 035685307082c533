using Nato.Candidates.V1;
using Nato.Consensus.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.Deciding;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Consensus.Decisions;

/// <summary>A decision does not come to pass, and the selection goes on.</summary>
public sealed class ReopeningTests
{
    [Fact]
    public async Task After_a_reopening_the_appointment_is_taken_back_and_another_can_be_decided_on()
    {
        await using var services = await StartAsync();
        await services.RegisterAsync("Klaus Iohannis", "NLD");
        await services.Candidates.RecordCandidacyAsync(Step("klaus-iohannis", CandidacyStatus.Declared, On(2024, 2, 22)));
        var selection = await services.OpenAsync("reopened");
        var first = await services.OpenSilenceAsync(selection, TimeSpan.FromHours(1));
        services.Clock.Advance(TimeSpan.FromHours(1));
        await services.UntilAsync(selection, DeliveryState.Delivered);
        var decided = services.Now();

        var reopening = await services.Consensus.ReopenSelectionAsync(new() { Selection = selection, Reason = "He declines." }, By("the chair"));
        Assert.Equal((SelectionState.Open, "", 1), Brief(reopening.Selection));
        Assert.Equal((DeliveryState.Revoking, false), (reopening.Selection.Outcomes[0].Delivery.State, reopening.Selection.Outcomes[0].InForce));
        var revoked = await services.UntilAsync(selection, DeliveryState.Revoked);
        Assert.Equal(("consensus", 6), (revoked.Outcomes[0].Delivery.Recorded.Actor, revoked.Outcomes[0].Delivery.Recorded.Revision));
        Assert.Equal((VacancyState.Open, ""), await VacancyAsync());
        var decision = await services.DecisionAsync(selection, "d3");
        Assert.Equal((false, "the chair", "He declines."), (decision.InForce, decision.Reopened.Actor, decision.ReopeningReason));
        Assert.Equal("DECISION_UNKNOWN", (await Refusing.OfAsync(() => services.Consensus.GetDecisionAsync(new() { Selection = selection }))).Reason);
        Assert.Equal("SELECTION_NOT_DECIDED", (await Refusing.OfAsync(() => services.Consensus.ReopenSelectionAsync(
            new() { Selection = selection, Reason = "again" }))).Reason);
        Assert.Equal(SilenceState.Adopted, (await services.ReadAsync(first)).State);

        var request = Opening(selection, TimeSpan.FromHours(1));
        request.Candidate = "klaus-iohannis";
        await services.Consensus.OpenSilenceAsync(request);
        services.Clock.Advance(TimeSpan.FromHours(1));
        var second = await services.UntilAsync(selection, DeliveryState.Delivered);
        Assert.Equal(("d8", 2), (second.Decision, second.Outcomes.Count));
        Assert.Equal([DeliveryState.Revoked, DeliveryState.Delivered], second.Outcomes.Select(o => o.Delivery.State));
        Assert.Equal([false, true], second.Outcomes.Select(o => o.InForce));
        Assert.Equal((VacancyState.Filled, "klaus-iohannis"), await VacancyAsync());
        Assert.Equal((2, 1), (await services.CountAsync("CandidateAppointed"), await services.CountAsync("AppointmentRevoked")));
        var late = await Refusing.OfAsync(() => services.Consensus.ReopenSelectionAsync(
            new() { Selection = selection, Decision = "d3", Reason = "He declines." }));
        Assert.Equal(("DECISION_NOT_IN_FORCE", "d8"), (late.Reason, late.Metadata["in_force"]));

        // And as it was known when the first decision was in force.
        var then = await services.DecisionAsync(selection, "", decided);
        Assert.Equal(("d3", true, DeliveryState.Delivered, ""), (then.Id, then.InForce, then.Delivery.State, then.ReopeningReason));
        Assert.Null(then.Reopened);
        Assert.Equal((SelectionState.Decided, "d3", 1), Brief(await services.SelectionAsync(selection, decided)));
        Assert.Equal("DECISION_UNKNOWN", (await Refusing.OfAsync(() => services.Consensus.GetDecisionAsync(
            new() { Selection = selection, Decision = "d8", KnownAt = decided }))).Reason);

        async Task<(VacancyState, string)> VacancyAsync()
        {
            var vacancy = (await services.Candidates.GetVacancyAsync(new() { Vacancy = SecretaryGeneral })).Vacancy;
            return (vacancy.State, vacancy.Appointed);
        }
    }

    [Fact]
    public async Task While_the_appointment_is_being_taken_back_nobody_else_can_be_decided_on()
    {
        await using var services = await StartAsync();
        var selection = await services.OpenAsync("revoking");
        await services.DeclareAsync(selection);
        await services.UntilAsync(selection, DeliveryState.Delivered);
        await services.StopAsync("candidates");
        await services.Consensus.ReopenSelectionAsync(new() { Selection = selection, Reason = "He declines." });
        Assert.Equal("OWNER_UNAVAILABLE", (await Refusing.OfAsync(() => services.Consensus.OpenSilenceAsync(
            Opening(selection, TimeSpan.FromHours(1))))).Reason);
        Assert.Equal(DeliveryState.Revoking, (await services.SelectionAsync(selection)).Outcomes[0].Delivery.State);

        await services.HostAsync(NatoServices.Candidates.CandidatesApp.Identity, NatoServices.Candidates.CandidatesApp.CreateAsync);
        services.Clock.Advance(TimeSpan.FromSeconds(5));
        await services.UntilAsync(selection, DeliveryState.Revoked);
        Assert.Equal(1, await services.CountAsync("AppointmentRevoked"));
    }

    private static (SelectionState, string, int) Brief(Selection selection) => (selection.State, selection.Decision, selection.Outcomes.Count);
}
