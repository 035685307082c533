using System.Runtime.InteropServices;
using NatoServices.Benchmarks.Servers;

namespace NatoServices.Benchmarks.Measuring;

/// <summary>Where and with what something was measured.</summary>
/// <param name="Cores">How many.</param>
/// <param name="Processor">Its name.</param>
/// <param name="MemoryGiB">How much.</param>
/// <param name="System">The operating system.</param>
/// <param name="Versions">Of everything that takes part, by name.</param>
internal sealed record Machine(int Cores, string Processor, double MemoryGiB, string System, IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>This one.</summary>
    public static async Task<Machine> ThisAsync()
    {
        var versions = new Dictionary<string, string> { [".NET"] = RuntimeInformation.FrameworkDescription, ["build"] = Build };
        foreach (var (name, program, argument) in ((string, string?, string)[])
            [
                ("etcd", Tools.Etcd, "--version"), ("redis", Tools.Redis, "--version"), ("h2load", Tools.H2Load, "--version"),
                ("postgres", Tools.Postgres is null ? null : Path.Combine(Tools.Postgres, "postgres"), "--version"),
            ])
            versions[name] = program is null ? "not installed" : (await Tools.RunAsync(program, argument)).Split('\n')[0].Trim();
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        return new(
            Environment.ProcessorCount, processor ?? RuntimeInformation.ProcessArchitecture.ToString(),
            Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1), RuntimeInformation.OSDescription, versions);
    }

#if DEBUG
    private const string Build = "Debug: measure with -c Release";
#else
    private const string Build = "Release";
#endif
}
