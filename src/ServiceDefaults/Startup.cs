using Microsoft.AspNetCore.Builder;
using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>Starts a service, and reports in one line why it did not start.</summary>
public static class Startup
{
    /// <summary>Runs a service until it is told to stop.</summary>
    /// <returns>The exit code of the process: 0, or 1 if the service could not start.</returns>
    public static Task<int> RunAsync(Func<Task<WebApplication>> create) => ExplainedAsync(async () =>
    {
        await using var app = await create();
        await app.RunAsync();
    });

    /// <summary>Runs the main action of a process and reports failures that an operator can fix.</summary>
    /// <returns>The exit code of the process: 0, or 1 with one line on the error output.</returns>
    internal static async Task<int> ExplainedAsync(Func<Task> doing)
    {
        try
        {
            await doing();
            return 0;
        }
        catch (Exception failure) when (Explain(failure) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }

    /// <summary>
    /// One line for an operator if the operator can fix the failure (a port, a folder, a database, a setting); null otherwise.
    /// </summary>
    public static string? Explain(Exception failure) => failure switch
    {
        JournalUnavailableException or UnauthorizedAccessException => failure.Message,
        IOException io => io.Message,
        ArgumentException or FormatException => $"A setting is wrong: {failure.Message.ReplaceLineEndings(" ")}",
        System.Net.Sockets.SocketException socket => socket.Message,
        _ => null,
    };
}
