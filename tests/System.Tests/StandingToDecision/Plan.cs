namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>What is to happen to a silence. What comes of it may differ with the times; what is promised holds for each of them.</summary>
/// <param name="OpensAfter">How long to wait before it is opened.</param>
/// <param name="Runs">How long it is to run.</param>
/// <param name="ExtendsBefore">How long before the deadline it is extended; null: it is not.</param>
/// <param name="Breaks">When members break it, from the deadline on; before it if negative.</param>
/// <param name="Withdraws">When it is withdrawn, likewise; null: it is not.</param>
internal sealed record Plan(TimeSpan OpensAfter, TimeSpan Runs, TimeSpan? ExtendsBefore, IReadOnlyList<TimeSpan> Breaks, TimeSpan? Withdraws)
{
    /// <summary>The plan of the silence with this number; all that can happen comes in turn.</summary>
    public static Plan Of(int number, Random random)
    {
        var (extends, breaks, withdraws) = (number % 9) switch
        {
            0 or 1 or 2 => (false, 0, false),
            3 or 4 => (false, 1, false),
            5 => (false, 2, false),
            6 => (true, 0, false),
            7 => (true, 1, false),
            _ => (false, number % 2, true),
        };
        return new(
            Milliseconds(0, 6000), Milliseconds(2000, 6000), extends ? Milliseconds(200, 1200) : null,
            [.. Enumerable.Range(0, breaks).Select(_ => Around())], withdraws ? Around() : null);

        TimeSpan Around() => Milliseconds(-1000, 300);
        TimeSpan Milliseconds(int from, int to) => TimeSpan.FromMilliseconds(random.Next(from, to));
    }
}
