using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NatoServices.AppHost.Tests;

/// <summary><c>--containers</c> on a machine without a container engine.</summary>
public sealed class MissingEngineTests
{
    [Fact]
    public async Task It_says_at_once_what_is_missing_and_ends_with_1()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "NatoServices.AppHost.dll");
        var start = new ProcessStartInfo(Path.Combine(DotnetFolder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), ["exec", program, "--containers"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Projects.AppHost.ProjectPath,
        };
        // Neither Docker nor Podman is found there.
        start.Environment["PATH"] = AppContext.BaseDirectory;
        using var process = Process.Start(start)!;
        var (error, output) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Matches("^--containers needs a container engine, and \\w+ does not answer: [^\n]*\n$", (await error).ReplaceLineEndings("\n"));
        Assert.DoesNotContain("started", await output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, process.ExitCode);
    }

    /// <summary>Of the runtime that this runs on.</summary>
    private static string DotnetFolder => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
