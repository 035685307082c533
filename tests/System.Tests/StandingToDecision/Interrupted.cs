using Google.Protobuf.WellKnownTypes;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using NatoServices.Journal;

namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>What a silence comes to whose process ends at a bad moment.</summary>
public sealed class Interrupted
{
    /// <summary>Work that a process has in hand stays there for as long as Candidates hang.</summary>
    private static readonly Stores Hanging = new(Settings: LongTimeouts.AmongServices);

    /// <summary>A decision that is taken so long after its deadline counts as late.</summary>
    private static readonly TimeSpan Late = new DueWorkTimings().PollInterval + TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_deadline_that_comes_while_no_process_lives_is_kept_when_the_first_is_back()
    {
        await using var council = await Council.MeetAsync(2);
        var selection = await council.SelectAsync("post");
        // Nobody takes the work in hand before, however late they are killed.
        DueWork.Hold(council.JournalFile);
        var silence = await OpenAsync(council, selection);
        await Task.WhenAll(council.Replicas.Select(replica => replica.EndAsync(BuiltProcess.Kill)));
        await Waiting.UntilAsync(
            () => DateTimeOffset.UtcNow > silence.Deadline.ToDateTimeOffset() + Late, $"{Late} have passed since the deadline");
        DueWork.Release(council.JournalFile);

        council.Replicas[0].Start();
        var decision = await DecisionAsync(council, selection);
        council.Replicas[1].Start();
        await council.Replicas[1].ReadyAsync();

        Assert.Equal((silence.Deadline, true), (decision.DecidedAt, decision.Late));
        Assert.InRange(decision.LateBy.ToTimeSpan(), Late, decision.Recorded.At.ToDateTimeOffset() - silence.Deadline.ToDateTimeOffset());
        var record = await Record.ReadAsync(council.Consensus, selection);
        Assert.Equal(["SelectionOpened", "SilenceOpened", "DecisionTaken", "AppointmentDelivered"], record.Entries.Select(e => e.Kind));
        Assert.Equal(VacancyState.Filled, (await council.Slates.GetVacancyAsync(new() { Vacancy = selection })).Vacancy.State);
    }

    [Fact]
    public async Task What_a_killed_process_had_in_hand_another_does_once_its_lease_is_over()
    {
        await using var council = await Council.MeetAsync(1, Hanging);
        var selection = await council.SelectAsync("post");
        var silence = await HoldAsync(council, selection);
        await council.Replicas[0].EndAsync(BuiltProcess.Kill);
        council.Candidates.Send(BuiltProcess.Continue);

        council.Replicas[0].Start();
        var decision = await DecisionAsync(council, selection);

        Assert.Equal(silence.Deadline, decision.DecidedAt);
    }

    [Fact]
    public async Task Told_to_stop_with_work_in_hand_a_process_ends_with_0_and_gives_it_back()
    {
        // Its lease outlasts the test: only who gives it back frees it.
        await using var council = await Council.MeetAsync(
            1, Hanging with { Settings = [.. LongTimeouts.AmongServices, $"--Timings:DueWork:Lease={2 * Waiting.Longest}"] });
        var selection = await council.SelectAsync("post");
        var silence = await HoldAsync(council, selection);

        Assert.Equal(0, await council.Replicas[0].EndAsync(BuiltProcess.Terminate));

        Assert.Equal(silence.Deadline.ToDateTimeOffset(), await NextDueAsync(council));
        council.Candidates.Send(BuiltProcess.Continue);
        council.Replicas[0].Start();
        await DecisionAsync(council, selection);
        Assert.Equal(4, (await Record.ReadAsync(council.Consensus, selection)).Entries.Count);
    }

    /// <summary>Has Candidates hang over a deadline, so that the work on it stays in hand.</summary>
    private static async Task<Silence> HoldAsync(Council council, string selection)
    {
        // The deadline may come before Candidates hang: until then nobody takes the work in hand.
        DueWork.Hold(council.JournalFile);
        var silence = await OpenAsync(council, selection);
        council.Candidates.Send(BuiltProcess.Stop);
        DueWork.Release(council.JournalFile);
        await Waiting.UntilAsync(() => DueWork.LeasedUntil(council.JournalFile) > 0, "the work is in hand");
        return silence;
    }

    private static async Task<Silence> OpenAsync(Council council, string selection) =>
        (await council.Consensus.OpenSilenceAsync(new()
        {
            Selection = selection,
            Candidate = Council.Candidate,
            Text = "Ada North is appointed.",
            Duration = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)),
        })).Silence;

    private static async Task<Decision> DecisionAsync(Council council, string selection)
    {
        await council.Replicas[0].ReadyAsync();
        await Waiting.UntilAsync(
            async () => (await council.Consensus.GetSelectionAsync(new() { Selection = selection })).Selection,
            found => found.Outcomes is [{ Delivery.State: DeliveryState.Delivered }], "the appointment is delivered");
        return (await council.Consensus.GetDecisionAsync(new() { Selection = selection })).Decision;
    }

    private static async Task<DateTimeOffset?> NextDueAsync(Council council)
    {
        await using var journal = await Journals.OpenAsync(council.Journal, TimeProvider.System);
        return await journal.NextDueAsync();
    }
}
