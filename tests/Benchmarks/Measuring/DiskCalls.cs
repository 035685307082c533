using System.Diagnostics;
using System.Globalization;
using NatoServices.Benchmarks.Servers;

namespace NatoServices.Benchmarks.Measuring;

/// <summary>What a process that keeps no count of its own, as one with SQLite in it, asks of the disk: its calls of the kernel, counted by perf.</summary>
internal static class DiskCalls
{
    private const string Events = "syscalls:sys_enter_fdatasync,syscalls:sys_enter_fsync";

    /// <summary>Measures, and counts meanwhile if perf is there and may.</summary>
    public static async Task<Sample> CountingAsync(WorkFolder folder, ServerProcess server, Func<Task<double>> measure)
    {
        if (Tools.Perf is null) return await measure();
        var file = folder["flushes"];
        using var perf = Process.Start(new ProcessStartInfo(Tools.Perf, ["stat", "-x", ",", "-e", Events, "-p", $"{server.Id}", "-o", file])
        {
            RedirectStandardError = true,
        })!;
        var value = await measure();
        if (!perf.HasExited) await Tools.RunAsync("kill", "-INT", $"{perf.Id}");
        await perf.WaitForExitAsync();
        return new(value, File.Exists(file) ? Sum(await File.ReadAllLinesAsync(file)) : null);
    }

    private static long? Sum(IEnumerable<string> lines)
    {
        var counts = lines.Where(l => l.Contains("sys_enter", StringComparison.Ordinal)).Select(l => l.Split(',')[0]).ToList();
        return counts.Count > 0 && counts.TrueForAll(c => long.TryParse(c, out _)) ? counts.Sum(c => long.Parse(c, CultureInfo.InvariantCulture)) : null;
    }
}
