using System.Diagnostics;

namespace NatoServices.System.Tests;

/// <summary>What Standalone prints to be pasted into a shell, pasted into a shell.</summary>
internal static class PrintedLines
{
    /// <summary>The commands that begin so, in order: each with the indented lines that go on with it.</summary>
    public static IReadOnlyList<string> Commands(this StandaloneProcess standalone, string program = "curl ")
    {
        var lines = standalone.Output;
        return
        [
            .. Enumerable.Range(0, lines.Count)
                .Where(at => lines[at].StartsWith(program, StringComparison.Ordinal))
                .Select(at => string.Join('\n', lines.Skip(at + 1).TakeWhile(line => line.StartsWith(' ')).Prepend(lines[at]))),
        ];
    }

    /// <summary>The one command that has this in it.</summary>
    public static string Command(this StandaloneProcess standalone, string part) =>
        Assert.Single(standalone.Commands(), command => command.Contains(part, StringComparison.Ordinal));

    /// <summary>Runs a command as it is.</summary>
    /// <returns>What it prints.</returns>
    public static async Task<string> PasteAsync(string command)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true })!;
        var answer = bash.StandardOutput.ReadToEndAsync();
        await Waiting.ForAsync(Task.WhenAll(answer, bash.WaitForExitAsync()), command);
        Assert.Equal(0, bash.ExitCode);
        return await answer;
    }
}
