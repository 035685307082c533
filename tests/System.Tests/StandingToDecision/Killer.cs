namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>Kills processes at random moments, one after the other, and starts each again at once.</summary>
/// <param name="victims">Who may be killed.</param>
/// <param name="random">Chooses whom and when.</param>
/// <param name="fewest">How often it kills at least.</param>
internal sealed class Killer(IReadOnlyList<ServiceProcess> victims, Random random, int fewest)
{
    private int kills;

    /// <summary>How often it has killed.</summary>
    public int Kills => Volatile.Read(ref kills);

    /// <summary>Kills until cancelled and often enough; then waits until all are ready.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested || kills < fewest)
        {
            // Any moment will do: nothing depends on how long it waits.
            await Task.Delay(random.Next(300, 1000), CancellationToken.None);
            var victim = victims[random.Next(victims.Count)];
            // Now and then one that is just starting; more seldom than others, so that some get as far as to work.
            if (!await victim.IsReadyAsync() && random.Next(4) > 0) continue;
            await victim.EndAsync(BuiltProcess.Kill);
            victim.Start();
            Interlocked.Increment(ref kills);
        }
        await Task.WhenAll(victims.Distinct().Select(victim => victim.ReadyAsync()));
    }
}
