namespace NatoServices.Benchmarks.Measuring;

/// <summary>Somebody who is measured.</summary>
/// <param name="Name">Who.</param>
/// <param name="Measure">Measures once.</param>
internal sealed record Side(string Name, Func<Task<Sample>> Measure);

/// <summary>What came of measuring once.</summary>
/// <param name="Value">The value.</param>
/// <param name="Flushes">How often something was made durable meanwhile; null if nobody counted.</param>
internal readonly record struct Sample(double Value, long? Flushes = null)
{
    public static implicit operator Sample(double value) => new(value);

    /// <summary>Measures, and counts flushes meanwhile.</summary>
    /// <param name="flushes">How many there were until now.</param>
    /// <param name="measure">Measures.</param>
    public static async Task<Sample> CountingAsync(Func<Task<long>> flushes, Func<Task<double>> measure)
    {
        var before = await flushes();
        var value = await measure();
        return new(value, await flushes() - before);
    }
}

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
        var values = sides.Select(_ => new Sample[rounds]).ToArray();
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
/// <param name="Samples">One for each round.</param>
internal sealed record Series(string Name, IReadOnlyList<Sample> Samples)
{
    /// <summary>A value for each round.</summary>
    public IReadOnlyList<double> Values => [.. Samples.Select(s => s.Value)];

    /// <summary>The median of the flushes of a round; null if nobody counted.</summary>
    public double? Flushes => Samples.All(s => s.Flushes is not null) ? Statistics.Median(Samples.Select(s => (double)s.Flushes!)) : null;

    /// <summary>The median.</summary>
    public double Median => Statistics.Median(Values);
}
