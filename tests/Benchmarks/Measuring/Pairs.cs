namespace NatoServices.Benchmarks.Measuring;

/// <summary>Somebody who is measured.</summary>
/// <param name="Name">Who.</param>
/// <param name="Measure">Measures once.</param>
internal sealed record Side(string Name, Func<Task<double>> Measure);

/// <summary>Measures several sides by turns, so that whatever else the machine does hits all of them.</summary>
internal static class Pairs
{
    /// <summary>
    /// Each side once a round, every other round in the opposite order. Rounds that are not counted come before: programs that are compiled
    /// as they run need them.
    /// </summary>
    /// <param name="rounds">How many are counted.</param>
    /// <param name="uncounted">How many come before.</param>
    /// <param name="sides">Who is measured.</param>
    /// <returns>The values of each side, in the order of the rounds.</returns>
    public static async Task<IReadOnlyList<Series>> RunAsync(int rounds, int uncounted, params IReadOnlyList<Side> sides)
    {
        var values = sides.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < uncounted; round++)
            foreach (var side in sides) await side.Measure();
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < sides.Count; turn++)
            {
                var side = round % 2 == 0 ? turn : sides.Count - 1 - turn;
                values[side][round] = await sides[side].Measure();
            }
        }
        return [.. sides.Select((side, i) => new Series(side.Name, values[i]))];
    }
}

/// <summary>What was measured of one side.</summary>
/// <param name="Name">Who.</param>
/// <param name="Values">A value for each round.</param>
internal sealed record Series(string Name, IReadOnlyList<double> Values)
{
    /// <summary>The median.</summary>
    public double Median => Statistics.Median(Values);
}
