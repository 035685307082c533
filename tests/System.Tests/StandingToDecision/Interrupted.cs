using Google.Protobuf.WellKnownTypes;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using NatoServices.Journal;
using Xunit.Abstractions;

namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>What a silence comes to whose process ends at a bad moment.</summary>
public sealed class Interrupted(ITestOutputHelper output)
{
    /// <summary>What a slow machine may need beside what is waited for.</summary>
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_deadline_that_comes_while_no_process_lives_is_kept_when_the_first_is_back()
    {
        await using var council = await Council.MeetAsync(2);
        var selection = await council.SelectAsync("post");
        var silence = await OpenAsync(council, selection, 8);
        await Task.WhenAll(council.Replicas.Select(replica => replica.EndAsync(BuiltProcess.Kill)));
        var late = silence.Deadline.ToDateTimeOffset().AddSeconds(6) - DateTimeOffset.UtcNow;
        if (late > TimeSpan.Zero) await Task.Delay(late);

        council.Replicas[0].Start();
        var decision = await DecisionAsync(council, selection);
        council.Replicas[1].Start();
        await council.Replicas[1].ReadyAsync();

        Assert.Equal((silence.Deadline, true), (decision.DecidedAt, decision.Late));
        Assert.InRange(decision.LateBy.ToTimeSpan(), TimeSpan.FromSeconds(5), decision.Recorded.At.ToDateTimeOffset() - silence.Deadline.ToDateTimeOffset());
        var record = await Record.ReadAsync(council.Consensus, selection);
        Assert.Equal(["SelectionOpened", "SilenceOpened", "DecisionTaken", "AppointmentDelivered"], record.Entries.Select(e => e.Kind));
        Assert.Equal(VacancyState.Filled, (await council.Slates.GetVacancyAsync(new() { Vacancy = selection })).Vacancy.State);
    }

    [Fact]
    public async Task What_a_killed_process_had_in_hand_another_does_within_seconds()
    {
        await using var council = await Council.MeetAsync(1);
        var selection = await council.SelectAsync("post");
        var silence = await HoldAsync(council, selection);
        await council.Replicas[0].EndAsync(BuiltProcess.Kill);
        council.Candidates.Send(BuiltProcess.Continue);

        council.Replicas[0].Start();
        var decision = await DecisionAsync(council, selection);

        output.WriteLine($"Late by {decision.LateBy.ToTimeSpan()}.");
        Assert.Equal(silence.Deadline, decision.DecidedAt);
        Assert.InRange(decision.LateBy.ToTimeSpan(), TimeSpan.Zero, TimeSpan.FromSeconds(10) + Slowness);
    }

    [Fact]
    public async Task Told_to_stop_with_work_in_hand_a_process_ends_with_0_and_gives_it_back()
    {
        await using var council = await Council.MeetAsync(1);
        var selection = await council.SelectAsync("post");
        await HoldAsync(council, selection);

        var began = DateTimeOffset.UtcNow;
        Assert.Equal(0, await council.Replicas[0].EndAsync(BuiltProcess.Terminate));

        output.WriteLine($"It ended within {DateTimeOffset.UtcNow - began}.");
        Assert.InRange(DateTimeOffset.UtcNow - began, TimeSpan.Zero, Slowness);
        // Free at once, not when its lease has run out.
        Assert.True(await NextDueAsync(council) <= DateTimeOffset.UtcNow);
        council.Candidates.Send(BuiltProcess.Continue);
        council.Replicas[0].Start();
        await DecisionAsync(council, selection);
        Assert.Equal(4, (await Record.ReadAsync(council.Consensus, selection)).Entries.Count);
    }

    /// <summary>Has Candidates hang over a deadline, so that the work on it stays in hand.</summary>
    private static async Task<Silence> HoldAsync(Council council, string selection)
    {
        var silence = await OpenAsync(council, selection, 6);
        council.Candidates.Send(BuiltProcess.Stop);
        var deadline = silence.Deadline.ToDateTimeOffset();
        while (Database.Number(council.JournalFile, "SELECT coalesce(max(leased_until), 0) FROM due_work") == 0)
        {
            Assert.True(DateTimeOffset.UtcNow < deadline + Slowness, "Nobody has taken the work in hand.");
            await Task.Delay(20);
        }
        return silence;
    }

    private static async Task<Silence> OpenAsync(Council council, string selection, int seconds) =>
        (await council.Consensus.OpenSilenceAsync(new()
        {
            Selection = selection,
            Candidate = Council.Candidate,
            Text = "Ada North is appointed.",
            Duration = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)),
        })).Silence;

    private static async Task<Decision> DecisionAsync(Council council, string selection)
    {
        await council.Replicas[0].ReadyAsync();
        for (var began = DateTimeOffset.UtcNow; DateTimeOffset.UtcNow - began < TimeSpan.FromSeconds(60); await Task.Delay(50))
        {
            var found = (await council.Consensus.GetSelectionAsync(new() { Selection = selection })).Selection;
            if (found.Outcomes is [{ Delivery.State: DeliveryState.Delivered }])
                return (await council.Consensus.GetDecisionAsync(new() { Selection = selection })).Decision;
        }
        throw new TimeoutException($"There is no decision on {selection}.");
    }

    private static async Task<DateTimeOffset?> NextDueAsync(Council council)
    {
        await using var journal = await Journals.OpenAsync(council.Journal, TimeProvider.System);
        return await journal.NextDueAsync();
    }
}
