namespace NatoServices.Benchmarks.Measuring;

/// <summary>A figure: a ratio of medians, taken in one run on one machine.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Ours">The services.</param>
/// <param name="Yardstick">Whom they are held against.</param>
/// <param name="Goal">What the ratio should be; null if it is only stated.</param>
internal sealed record Figure(string Name, string Unit, Series Ours, Series Yardstick, Goal? Goal)
{
    /// <summary>Ours over the yardstick's.</summary>
    public double Ratio => Ours.Median / Yardstick.Median;

    /// <summary>The smallest and the largest ratio of a round.</summary>
    public (double Least, double Most) Spread
    {
        get
        {
            var rounds = Ours.Values.Zip(Yardstick.Values, (ours, theirs) => ours / theirs).ToList();
            return (rounds.Min(), rounds.Max());
        }
    }

    /// <summary>Whether the goal is met; null if there is none.</summary>
    public bool? IsMet => Goal?.IsMetBy(Ratio);
}

/// <summary>What a ratio should be.</summary>
/// <param name="Bound">The bound.</param>
/// <param name="AtLeast">Whether it is the least; else the most.</param>
internal sealed record Goal(double Bound, bool AtLeast)
{
    /// <summary>At least so much.</summary>
    public static Goal Least(double bound) => new(bound, true);

    /// <summary>At most so much.</summary>
    public static Goal Most(double bound) => new(bound, false);

    /// <summary>Whether a ratio meets it.</summary>
    public bool IsMetBy(double ratio) => AtLeast ? ratio >= Bound : ratio <= Bound;

    public override string ToString() => FormattableString.Invariant($"{(AtLeast ? "≥" : "≤")} {Bound:0.0#}");
}
