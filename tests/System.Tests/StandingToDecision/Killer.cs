namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>Kills processes at random moments, one after the other, and starts each again at once.</summary>
internal sealed class Killer(IReadOnlyList<ServiceProcess> victims, Random random)
{
    /// <summary>How often it has killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Kills until cancelled; then waits until all are ready.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(random.Next(300, 1000), end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var victim = victims[random.Next(victims.Count)];
            // Now and then one that is just starting; if it were as often as others, a slow machine would never have one that runs.
            if (!await victim.IsReadyAsync() && random.Next(4) > 0) continue;
            await victim.EndAsync(BuiltProcess.Kill);
            victim.Start();
            Kills++;
        }
        await Task.WhenAll(victims.Select(victim => victim.ReadyAsync()));
    }
}
