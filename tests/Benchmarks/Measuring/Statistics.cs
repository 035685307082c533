namespace NatoServices.Benchmarks.Measuring;

/// <summary>What is told of several values.</summary>
internal static class Statistics
{
    /// <summary>The value in the middle.</summary>
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>The value that a share of all values does not exceed, between the two nearest.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        var ordered = values.Order().ToArray();
        var at = share * (ordered.Length - 1);
        var (below, above) = (ordered[(int)Math.Floor(at)], ordered[(int)Math.Ceiling(at)]);
        return below + ((above - below) * (at - Math.Floor(at)));
    }
}
