using System.Diagnostics;
using NatoServices.EmbeddedCache;
using NatoServices.System.Tests.StandingToDecision;
using Xunit.Abstractions;

namespace NatoServices.System.Tests.Replicas;

/// <summary>Three replicas of Consensus, written to, read and watched all at once, keep what is promised of freshness and order.</summary>
public sealed class ReplicasUnderLoad(ITestOutputHelper output)
{
    /// <summary>Three of Consensus, one of each other service.</summary>
    private const int Processes = 5;

    [ReplicasFact]
    public async Task Replicas_on_PostgreSQL_and_Redis_are_killed_and_stopped_and_nothing_is_lost_doubled_or_stale()
    {
        await using var databases = await Databases.CreateAsync();
        await RunAsync(
            databases.With($"{ReplicasFactAttribute.Redis},channelPrefix=replicas-{Guid.NewGuid():N}:"),
            (council, chronicle) => new Turnover(council.Replicas, chronicle).RunAsync(times: 4));
    }

    /// <summary>Where no replica was ended, none may fail: see <see cref="Verdict.OnFailures"/>.</summary>
    [ReplicasFact(startsRedis: true)]
    public async Task Redis_is_paused_and_dies_and_comes_back_empty_and_no_call_fails()
    {
        await using var databases = await Databases.CreateAsync();
        await using var redis = new RedisProcess();
        await RunAsync(databases.With(redis.Address), async (_, chronicle) =>
        {
            await redis.UsedAsync(Processes);
            await PhaseAsync(chronicle, "Redis is well", 2);
            redis.Send(BuiltProcess.Stop);
            await PhaseAsync(chronicle, "Redis is paused", 3);
            redis.Send(BuiltProcess.Continue);
            await RecoverAsync(chronicle, redis, "Redis goes on");
            await redis.KillAsync();
            await PhaseAsync(chronicle, "Redis is dead", 3);
            redis.Start();
            await RecoverAsync(chronicle, redis, "Redis is back, empty");
        });
    }

    [Fact]
    public async Task Replicas_on_one_SQLite_file_are_killed_and_stopped_while_the_embedded_cache_comes_back_empty()
    {
        var port = BuiltProcess.FreePort();
        var cache = CacheServer.Start(port);
        try
        {
            await RunAsync(new(Cache: cache.ConnectionString), async (council, chronicle) =>
            {
                var turnover = new Turnover(council.Replicas, chronicle);
                await turnover.RunAsync(times: 2);
                cache.Dispose();
                await PhaseAsync(chronicle, "The cache is away", 1);
                cache = CacheServer.Start(port);
                await PhaseAsync(chronicle, "The cache is back, empty", 2);
            });
        }
        finally
        {
            cache.Dispose();
        }
    }

    private async Task RunAsync(Stores stores, Func<Council, Chronicle, Task> disturb)
    {
        var (seed, began) = (Random.Shared.Next(), Stopwatch.GetTimestamp());
        await using var council = await Council.MeetAsync(3, stores with { Settings = LongTimeouts.AmongServices });
        IReadOnlyList<string> selections = [await council.SelectAsync("post-1"), await council.SelectAsync("post-2")];
        var quiet = await council.SelectAsync("quiet");
        var chronicle = new Chronicle();
        var clients = new Clients(council.Replicas, chronicle);
        IReadOnlyList<EntryWatcher> entries = [.. Enumerable.Range(0, 3).Select(n => new EntryWatcher(selections[n % 2], n, clients, chronicle))];
        IReadOnlyList<StandingWatcher> standings =
            [.. Enumerable.Range(0, 3).Select(n => new StandingWatcher(selections[n % 2], n, clients, chronicle))];

        using var enough = new CancellationTokenSource();
        using var seen = new CancellationTokenSource();
        var watching = Task.WhenAll([.. entries.Select(w => w.RunAsync(seen.Token)), .. standings.Select(w => w.RunAsync(seen.Token))]);
        await Waiting.UntilAsync(() => entries.All(w => w.Revision > 0) && standings.All(w => w.Revision > 0), "all watch");
        chronicle.Phases.Enqueue(("From the beginning", chronicle.Now));
        var loading = new Load(council, selections, quiet, clients, chronicle, seed).RunAsync(enough.Token);
        var disturbing = disturb(council, chronicle);
        // Whatever fails ends the test at once.
        await await Task.WhenAny(disturbing, loading, watching);
        await enough.CancelAsync();
        await loading;
        await Waiting.UntilAsync(() => chronicle.Now > Verdict.CaughtUp(chronicle), "the longest staleness has passed");
        foreach (var selection in selections)
        {
            var last = new Reached(
                chronicle.Writes.Where(w => w.Selection == selection).Max(w => w.Revision), chronicle.RosterWrites.Max(w => w.Revision));
            await Waiting.UntilAsync(
                () => entries.Where(w => w.Selection == selection).All(w => w.Revision >= last.Selection)
                    && standings.Where(w => w.Selection == selection).All(w => w.Reached.IsAtLeast(last)),
                $"the watchers of {selection} come to its end, {last}",
                () => string.Join(", ", [.. entries.Select(w => $"{w.Revision}"), .. standings.Select(w => $"{w.Reached}")]));
        }
        await seen.CancelAsync();
        await watching;

        output.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, {chronicle.Now.TotalSeconds:0.0} s of them under load.");
        Figures.Tell(output, chronicle);
        List<(string Promise, string What)> wrong = [.. Verdict.OnFailures(chronicle)];
        foreach (var selection in (string[])[.. selections, quiet])
            wrong.AddRange(await Verdict.OnAsync(
                selection, clients, chronicle, entries.Where(w => w.Selection == selection), standings.Where(w => w.Selection == selection)));
        var told = wrong.GroupBy(w => w.Promise).Select(p => $"{p.Key}, {p.Count()} times:\n  {string.Join("\n  ", p.Take(3).Select(w => w.What))}");
        Assert.True(wrong.Count == 0, $"Seed {seed}:\n{string.Join('\n', told)}");
        foreach (var outage in chronicle.Outages)
            Assert.True(
                chronicle.Cuts.Any(c => c.Replica == outage.Replica && c.Ended >= outage.Began && c.Began <= outage.Began),
                $"Nobody watched: {outage}");
    }

    private async Task RecoverAsync(Chronicle chronicle, RedisProcess redis, string phase)
    {
        chronicle.Phases.Enqueue((phase, chronicle.Now));
        var began = chronicle.Now;
        await redis.UsedAsync(Processes);
        output.WriteLine($"{phase}: all processes use it again after {(chronicle.Now - began).TotalMilliseconds:0} ms.");
        await PhaseAsync(chronicle, $"{phase}, and is used", 1);
    }

    /// <summary>Lets the load go on for a while. Nothing depends on its length.</summary>
    private static async Task PhaseAsync(Chronicle chronicle, string name, int seconds)
    {
        chronicle.Phases.Enqueue((name, chronicle.Now));
        await Task.Delay(TimeSpan.FromSeconds(seconds));
    }
}
