using System.Diagnostics;
using Nato.Consensus.V1;
using Xunit.Abstractions;

namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>Processes are killed at random moments while silences are opened, broken, extended, withdrawn and run out.</summary>
public sealed class KilledAroundDeadlines(ITestOutputHelper output)
{
    private const int Silences = 18;

    /// <summary>How long everything may take to end once the killing has: a lease, a look for work, a call's patience; and slow machines.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    [Fact]
    public Task Each_silence_comes_to_one_end_in_one_SQLite_file() => RunAsync(null, council => council.Replicas);

    [PostgresFact]
    public async Task Each_silence_comes_to_one_end_in_one_PostgreSQL_database()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await RunAsync(database.ConnectionString, council => council.Replicas);
    }

    /// <summary>Candidates, which enters the appointments, as often as all the others together.</summary>
    [Fact]
    public Task Each_silence_comes_to_one_end_while_anybody_may_be_killed() => RunAsync(
        null, council => [.. council.Replicas, .. council.Replicas.Select(_ => council.Candidates)]);

    private async Task RunAsync(string? journal, Func<Council, IReadOnlyList<ServiceProcess>> victims)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var began = Stopwatch.GetTimestamp();
        await using var council = await Council.MeetAsync(3, journal);
        var stories = new List<Story>();
        for (var n = 0; n < Silences; n++)
            stories.Add(new(await council.SelectAsync($"post-{n}"), Plan.Of(n, random), new(council.Replicas)));

        using var enough = new CancellationTokenSource();
        var killer = new Killer(victims(council), random);
        var killing = killer.RunAsync(enough.Token);
        var told = Task.WhenAll(stories.Select(story => story.RunAsync()));
        // A killer that fails ends the test at once.
        await await Task.WhenAny(told, killing);
        // The last deadlines, and what follows from them, are to be disturbed too.
        await Task.WhenAny(killing, Task.Delay(TimeSpan.FromSeconds(4)));
        // On a busy machine processes are long in starting, and there are few to kill.
        for (var waits = 0; killer.Kills <= 5 && !killing.IsCompleted && waits < 600; waits++) await Task.Delay(100);
        await enough.CancelAsync();
        await killing;
        var quiet = Stopwatch.GetTimestamp();
        await Task.WhenAll(stories.Select(story => EndAsync(council, story, quiet)));

        output.WriteLine(
            $"{killer.Kills} kills in {Stopwatch.GetElapsedTime(began, quiet).TotalSeconds:0.0} s; then all ended within {Stopwatch.GetElapsedTime(quiet).TotalSeconds:0.0} s.");
        var wrong = (await Task.WhenAll(stories.Select(story => Verdict.OnAsync(council, story)))).SelectMany(found => found).ToList();
        Assert.True(wrong.Count == 0, $"Seed {seed}:\n{string.Join('\n', wrong)}");
        Assert.True(killer.Kills > 5, $"Seed {seed}: only {killer.Kills} were killed");
    }

    /// <summary>Waits until a silence has ended and its appointment, if any, is delivered.</summary>
    private static async Task EndAsync(Council council, Story story, long since)
    {
        var (last, caller) = ("", new Caller([council.Replicas[0]]));
        while (Stopwatch.GetElapsedTime(since) < Patience)
        {
            // The silence first: a selection that was read before its silence ended has no outcome yet, and nothing to deliver.
            var silence = (await caller.ReadAsync(
                (c, options) => c.GetSilenceAsync(new() { Selection = story.Selection, Silence = story.Silence }, options).ResponseAsync)).Silence;
            var selection = (await caller.ReadAsync(
                (c, options) => c.GetSelectionAsync(new() { Selection = story.Selection, FullyConsistent = true }, options).ResponseAsync)).Selection;
            if (silence.State != SilenceState.UnderSilence && selection.Outcomes.All(o => o.Delivery.State == DeliveryState.Delivered)) return;
            last = $"{silence} {selection}";
            await Task.Delay(200);
        }
        Assert.Fail($"{story.Selection} has not ended after {Patience}: {last}");
    }
}
