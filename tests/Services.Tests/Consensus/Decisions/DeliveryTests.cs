using Nato.Consensus.V1;
using NatoServices.Candidates;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.Deciding;

namespace NatoServices.Services.Tests.Consensus.Decisions;

/// <summary>The appointment is marked once, whenever Candidates fails.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task While_Candidates_does_not_answer_the_appointment_is_pending_and_then_it_is_delivered()
    {
        await using var services = await StartAsync();
        await services.StopAsync("candidates");
        var failing = new FailingAppointments(afterwards: false, times: int.MaxValue);
        await services.HostAsync(CandidatesApp.Identity, CandidatesApp.CreateAsync, failing.Join);
        var selection = await services.OpenAsync("pending");
        await services.DeclareAsync(selection);
        await services.PassAsync(TimeSpan.FromSeconds(20));
        var outcome = Assert.Single((await services.SelectionAsync(selection)).Outcomes);
        Assert.Equal((DeliveryState.Pending, null, true), (outcome.Delivery.State, outcome.Delivery.Recorded, outcome.InForce));
        var refused = await Refusing.OfAsync(() => services.Consensus.ReopenSelectionAsync(new() { Selection = selection, Reason = "He declines." }));
        Assert.Equal(("APPOINTMENT_PENDING", selection, "d2"), (refused.Reason, refused.Metadata["selection"], refused.Metadata["decision"]));

        await services.StopAsync("candidates");
        await services.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(DeliveryState.Pending, (await services.SelectionAsync(selection)).Outcomes[0].Delivery.State);
        await services.HostAsync(CandidatesApp.Identity, CandidatesApp.CreateAsync);
        services.Clock.Advance(TimeSpan.FromSeconds(5));
        await services.UntilAsync(selection, DeliveryState.Delivered);
        Assert.Equal(1, await services.CountAsync("CandidateAppointed"));
        Assert.Equal(["SelectionOpened", "DecisionTaken", "AppointmentDelivered"], await services.KindsAsync(selection));
    }

    [Fact]
    public async Task An_appointment_that_Candidates_takes_for_another_request_is_refused_and_the_selection_can_go_on()
    {
        await using var services = await StartAsync();
        // Somebody has used the id that the appointment goes by.
        await UseAsync(services, "selection/taken@2#1");
        var selection = await services.OpenAsync("taken");
        await services.DeclareAsync(selection);
        var refused = (await services.UntilAsync(selection, DeliveryState.Refused)).Outcomes[0].Delivery;
        Assert.Equal("REQUEST_ID_REUSED", refused.Refusal);
        var reopened = await services.Consensus.ReopenSelectionAsync(new() { Selection = selection, Reason = "It was not marked." });
        Assert.Equal(SelectionState.Open, reopened.Selection.State);
    }

    [Fact]
    public async Task An_appointment_is_taken_back_though_somebody_has_used_the_id_that_this_goes_by()
    {
        await using var services = await StartAsync();
        // The opening, the decision and its delivery are entries 1 to 3, the reopening is the 4th.
        await UseAsync(services, "selection/back@4#1");
        var selection = await services.OpenAsync("back");
        await services.DeclareAsync(selection);
        await services.UntilAsync(selection, DeliveryState.Delivered);
        await services.Consensus.ReopenSelectionAsync(new() { Selection = selection, Decision = "d2", Reason = "He declines." });
        await services.UntilAsync(selection, DeliveryState.Revoked);
        Assert.Equal(1, await services.CountAsync("AppointmentRevoked"));
    }

    [Fact]
    public async Task A_service_that_dies_between_the_work_and_the_answer_has_appointed_once()
    {
        await using var services = await StartAsync();
        var failing = new FailingAppointments(afterwards: true, times: 4);
        await services.StopAsync("candidates");
        await services.HostAsync(CandidatesApp.Identity, CandidatesApp.CreateAsync, failing.Join);
        var selection = await services.OpenAsync("dies");
        await services.DeclareAsync(selection);

        await services.UntilAsync(selection, DeliveryState.Delivered);
        Assert.True(failing.Calls > 4);
        Assert.Equal(1, await services.CountAsync("CandidateAppointed"));
        Assert.Equal(["SelectionOpened", "DecisionTaken", "AppointmentDelivered"], await services.KindsAsync(selection));
    }

    /// <summary>Somebody uses a request id at Candidates, for something else.</summary>
    private static async Task UseAsync(ConsensusFixture services, string requestId) => await services.Candidates.RegisterCandidateAsync(
        new() { Vacancy = Story.SecretaryGeneral, Name = "Klaus Iohannis", Nationality = "NLD", RequestId = requestId });
}
