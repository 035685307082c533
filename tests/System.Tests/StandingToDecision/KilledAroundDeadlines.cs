using System.Diagnostics;
using Nato.Consensus.V1;
using Xunit.Abstractions;

namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>Processes are killed at random moments while silences are opened, broken, extended, withdrawn and run out.</summary>
public sealed class KilledAroundDeadlines(ITestOutputHelper output)
{
    private const int Silences = 18;

    private const int FewestKills = 6;

    /// <summary>The last deadlines, and what follows from them, are to be disturbed too. Nothing depends on its length.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(4);

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
        var killer = new Killer(victims(council), random, FewestKills);
        var killing = killer.RunAsync(enough.Token);
        var told = Task.WhenAll(stories.Select(story => story.RunAsync()));
        // A killer that fails ends the test at once.
        await await Task.WhenAny(told, killing);
        await Task.WhenAny(killing, Task.Delay(Aftermath));
        await enough.CancelAsync();
        await Waiting.ForAsync(killing, $"{FewestKills} kills, and all are ready again", () => $"{killer.Kills} kills");
        var quiet = Stopwatch.GetTimestamp();
        await Task.WhenAll(stories.Select(story => EndAsync(council, story)));

        output.WriteLine(
            $"{killer.Kills} kills in {Stopwatch.GetElapsedTime(began, quiet).TotalSeconds:0.0} s; then all ended within {Stopwatch.GetElapsedTime(quiet).TotalSeconds:0.0} s.");
        var wrong = (await Task.WhenAll(stories.Select(story => Verdict.OnAsync(council, story)))).SelectMany(found => found).ToList();
        Assert.True(wrong.Count == 0, $"Seed {seed}:\n{string.Join('\n', wrong)}");
    }

    /// <summary>Waits until a silence has ended and its appointment, if any, is delivered.</summary>
    private static async Task EndAsync(Council council, Story story)
    {
        var caller = new Caller([council.Replicas[0]]);
        await Waiting.UntilAsync(
            () => ReadAsync(caller, story),
            read => read.Silence.State != SilenceState.UnderSilence && read.Selection.Outcomes.All(o => o.Delivery.State == DeliveryState.Delivered),
            $"{story.Selection} has ended");
    }

    private static async Task<(Silence Silence, Selection Selection)> ReadAsync(Caller caller, Story story)
    {
        // The silence first: a selection that was read before its silence ended has no outcome yet, and nothing to deliver.
        var silence = (await caller.ReadAsync(
            (c, options) => c.GetSilenceAsync(new() { Selection = story.Selection, Silence = story.Silence }, options).ResponseAsync)).Silence;
        var selection = (await caller.ReadAsync(
            (c, options) => c.GetSelectionAsync(new() { Selection = story.Selection, FullyConsistent = true }, options).ResponseAsync)).Selection;
        return (silence, selection);
    }
}
