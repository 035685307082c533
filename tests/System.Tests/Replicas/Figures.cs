using Xunit.Abstractions;

namespace NatoServices.System.Tests.Replicas;

/// <summary>What is measured under load and not promised: told with the test, never held against anything.</summary>
internal static class Figures
{
    public static void Tell(ITestOutputHelper output, Chronicle chronicle)
    {
        output.WriteLine(
            $"{chronicle.Writes.Count} writes, {chronicle.Reads.Count} readings, {chronicle.RosterWrites.Count} changes of the roster; " +
            $"{chronicle.Outages.Count} ends of replicas, {chronicle.Failures.Count} calls asked again, {chronicle.Cuts.Count} watches cut.");
        var phases = chronicle.Phases.Append(("", TimeSpan.MaxValue)).ToList();
        for (var n = 0; n + 1 < phases.Count; n++)
        {
            var ((name, from), (_, to)) = (phases[n], phases[n + 1]);
            output.WriteLine(
                $"{name}: writes {Spread(chronicle.Writes.Where(w => w.Began >= from && w.Began < to).Select(w => w.Ended - w.Began))}; " +
                $"readings {Spread(chronicle.Reads.Where(r => r.Began >= from && r.Began < to).Select(r => r.Ended - r.Began))}; " +
                $"through another without a token {Spread(chronicle.Delays.Where(d => d.At >= from && d.At < to).Select(d => d.Took))}.");
        }
    }

    private static string Spread(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted.Count == 0 ? "none" : $"{Ms(0.5)}/{Ms(0.99)}/{Ms(1)} ms (median/p99/longest of {sorted.Count})";

        string Ms(double share) => $"{sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)].TotalMilliseconds:0.0}";
    }
}
