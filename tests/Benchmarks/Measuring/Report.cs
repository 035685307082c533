using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NatoServices.Benchmarks.Measuring;

/// <summary>What one command measured: printed as a table, and kept as JSON.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints the figures and saves them.</summary>
    /// <param name="command">Which command measured them.</param>
    /// <param name="run">What it measured, and what it could not.</param>
    /// <param name="machine">Where.</param>
    public static async Task WriteAsync(string command, Run run, Machine machine)
    {
        Console.WriteLine();
        Console.WriteLine(Table(run.Figures));
        foreach (var note in run.Notes) Console.WriteLine(note);
        foreach (var reason in run.Skipped) Console.WriteLine($"skipped: {reason}");
        var folder = Directory.CreateDirectory(typeof(Report).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Results").Value!);
        var file = Path.Combine(folder.FullName, $"{command}.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(
            new { Command = command, MeasuredAt = DateTimeOffset.UtcNow, Machine = machine, Figures = run.Figures.Select(Kept), run.Notes, run.Skipped }, Json) + "\n");
        Console.WriteLine($"Saved as {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
    }

    /// <summary>The figures as a Markdown table.</summary>
    public static string Table(IReadOnlyList<Figure> figures)
    {
        var table = new StringBuilder("| figure | services (median, least to most) | yardstick (median, least to most) | ratio (rounds) | goal |\n|---|---|---|---|---|\n");
        foreach (var f in figures)
        {
            var goal = f.Goal is null ? "stated" : $"{f.Goal}, {(f.IsMet!.Value ? "met" : "missed")}";
            table.Append(CultureInfo.InvariantCulture,
                $"| {f.Name}, {f.Unit} | {f.Ours.Name}: {Values(f.Ours)} | {f.Yardstick.Name}: {Values(f.Yardstick)} | {f.Ratio:0.00} ({f.Spread.Least:0.00} to {f.Spread.Most:0.00}) | {goal} |\n");
        }
        return table.ToString();
    }

    private static string Values(Series series) => $"{Number(series.Median)}, {Number(series.Values.Min())} to {Number(series.Values.Max())}{(series.Flushes is { } flushes ? $"; {Number(flushes)} flushes" : "")}";

    private static string Number(double value) =>
        value.ToString(value >= 100 ? "N0" : value >= 10 ? "N1" : "N2", CultureInfo.InvariantCulture).Replace(",", " ", StringComparison.Ordinal);

    private static object Kept(Figure figure) => new
    {
        figure.Name,
        figure.Unit,
        Ours = figure.Ours.Name,
        OurValues = figure.Ours.Values,
        OurFlushes = figure.Ours.Flushes,
        OurMedian = figure.Ours.Median,
        Yardstick = figure.Yardstick.Name,
        YardstickValues = figure.Yardstick.Values,
        YardstickFlushes = figure.Yardstick.Flushes,
        YardstickMedian = figure.Yardstick.Median,
        figure.Ratio,
        LeastRatioOfARound = figure.Spread.Least,
        MostRatioOfARound = figure.Spread.Most,
        Goal = figure.Goal?.ToString(),
        figure.IsMet,
    };
}
